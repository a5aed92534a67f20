import type { RtpPacket } from "./packet.ts";

const keys = "0123456789*#ABCD";
/** A digit whose end packets were lost ends this long after its last packet, in ms. */
const lostEndAfter = 200;

export type Digit = { readonly digit: string; /** ms */ readonly duration: number };

/** The longest a duration field can tell, in samples. */
const longest = 0xffff;

/** No packet is so late (10 s, in samples): where timestamps go further back, the peer's clock has leapt. */
const latest = 80_000;

/** Said once a tick and leg. */
const none: readonly Digit[] = [];

type Pressed = {
  timestamp: number;
  readonly event: number;
  /** Samples of the segments before this one. */ before: number;
  samples: number;
  lastAt: number;
};

/** The same key, where the full segment before ended; its last packets may have been lost. */
const continues = (pressed: Pressed, event: number, timestamp: number): boolean =>
  pressed.event === event && ((timestamp - pressed.timestamp) | 0) === longest;

/** Receives RFC 4733 named events: every key once, however often its packets come and whichever are lost. */
export class DigitReceiver {
  #pressed: Pressed | null = null;
  #endedAt: number | null = null;

  /** Takes one event packet at `now` (ms, any monotonic clock); returns digits that are finished by it. */
  receive(packet: RtpPacket, now: number): Digit[] {
    const { payload, timestamp } = packet;
    if (payload.length < 4) return [];
    const finished = this.#precedes(timestamp, latest) ? this.restart() : [];
    // RFC 4733 §2.5.1.4: one event keeps its timestamp; §2.5.2.3: late and repeated packets of an ended one are ignored.
    if (this.#endedAt !== null && ((timestamp - this.#endedAt) | 0) <= 0) return [];
    if (this.#pressed !== null && this.#pressed.timestamp !== timestamp) {
      if (((timestamp - this.#pressed.timestamp) | 0) < 0) return [];
      // §2.5.1.3: an event longer than its duration field (8 s) goes on as a new segment where the last one ended.
      if (!continues(this.#pressed, payload[0]!, timestamp)) finished.push(...this.#end());
    }
    this.#pressed ??= { timestamp, event: payload[0]!, before: 0, samples: 0, lastAt: now };
    if (this.#pressed.timestamp !== timestamp) {
      this.#pressed.before += longest;
      this.#pressed.timestamp = timestamp;
      this.#pressed.samples = 0;
    }
    this.#pressed.samples = Math.max(this.#pressed.samples, (payload[2]! << 8) | payload[3]!);
    this.#pressed.lastAt = now;
    if ((payload[1]! & 0x80) !== 0) finished.push(...this.#end());
    return finished;
  }

  /** Ends a digit whose end packets never came. */
  overdue(now: number): readonly Digit[] {
    return this.#pressed !== null && now - this.#pressed.lastAt >= lostEndAfter ? this.#end() : none;
  }

  /** The peer began a new stream: its timestamps have nothing to do with the earlier ones. */
  restart(): Digit[] {
    const finished = this.#pressed === null ? [] : this.#end();
    this.#endedAt = null;
    return finished;
  }

  /** The peer numbers its packets anew from one of this timestamp on; its clock may go on, and the key being pressed with it. */
  renumber(timestamp: number): Digit[] {
    return this.#precedes(timestamp, 0) ? this.restart() : [];
  }

  /** Before the last key, by more than so many samples. */
  #precedes(timestamp: number, by: number): boolean {
    const last = this.#pressed?.timestamp ?? this.#endedAt;
    return last !== null && ((timestamp - last) | 0) < -by;
  }

  #end(): Digit[] {
    const { event, before, samples, timestamp } = this.#pressed!;
    this.#pressed = null;
    this.#endedAt = timestamp;
    // RFC 4733 §3.2: events above 15 (flash, tones) are not keys.
    return event < keys.length ? [{ digit: keys[event]!, duration: Math.round((before + samples) / 8) }] : [];
  }
}
