import { frameSamples } from "../audio/g711.ts";

const keys = "0123456789*#ABCD";
/** Samples: a key is pressed 120 ms and rests 100 ms. */
const pressed = 6 * frameSamples;
const rest = 5 * frameSamples;
/** RFC 4733 §2.5.1.4: the end is told three times. */
const ends = 3;
/** -dBm0: the usual level of a key. */
const volume = 10;

/** One event packet: its payload, the timestamp of the whole event, and whether it begins it (marker). */
export type EventPacket = { readonly payload: Uint8Array; readonly timestamp: number; readonly marker: boolean };
/** What a tick brings: an event packet, a key to be sounded where the peer takes no events, or a rest. */
export type KeyTick = { readonly key: string; readonly packet: EventPacket | null; readonly sounding: boolean };

/** Sends keys as RFC 4733 named events, one after another. Pure: asked once every 20 ms. */
export class DigitSender {
  #waiting = "";
  #beganAt = 0;
  #ticks = 0;

  /** Keys to press after those that wait; what is no key is left out. */
  press(digits: string): void {
    this.#waiting += [...digits.toUpperCase()].filter((digit) => keys.includes(digit)).join("");
  }

  get busy(): boolean {
    return this.#waiting !== "";
  }

  /** The next 20 ms, beginning at `timestamp` of the leg's own clock; null when no key is being pressed. */
  next(timestamp: number): KeyTick | null {
    const key = this.#waiting[0];
    if (key === undefined) return null;
    if (this.#ticks === 0) this.#beganAt = timestamp;
    this.#ticks += 1;
    const elapsed = this.#ticks * frameSamples;
    const packet = elapsed < pressed + ends * frameSamples ? this.#event(key, Math.min(elapsed, pressed)) : null;
    if (elapsed >= pressed + rest) {
      this.#waiting = this.#waiting.slice(1);
      this.#ticks = 0;
    }
    return { key, packet, sounding: elapsed <= pressed };
  }

  #event(key: string, samples: number): EventPacket {
    const end = samples === pressed ? 0x80 : 0;
    const payload = Uint8Array.of(keys.indexOf(key), end | volume, samples >> 8, samples & 0xff);
    // RFC 4733 §2.5.1.2: every packet of an event has the timestamp of its beginning; the first alone is marked.
    return { payload, timestamp: this.#beganAt, marker: samples === frameSamples };
  }
}
