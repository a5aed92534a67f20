import { ComfortNoise } from "../audio/comfort-noise.ts";
import { Concealment } from "../audio/concealment.ts";
import { across, frameSamples, fromLinear, toLinear, type Codec } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import { ownMemory, type SoundMemory } from "../audio/sound-memory.ts";
import { isQuiet, lengthen, shorten, shortenNeeds } from "../audio/stretch.ts";
import { distance, type RtpPacket } from "./packet.ts";
import { Steering } from "./steering.ts";
import { Transit } from "./transit.ts";

/** Samples the ring holds: half a second. The last 64 ms of it are what was heard, for concealment. */
const capacity = 4096;
const mask = capacity - 1;
const reach = capacity - 512;
/** Later than this (200 ms) is no jitter: the peer's clock has leapt, or the network stood still. */
const latest = 1600;
const absent = -1;

/** What a buffer has done since it was made; all but packets in ms. */
export type PlayoutCounts = {
  /** Packets that came too late to be heard. */
  readonly late: number;
  /** Sound made up for what did not come in time. */
  readonly concealed: number;
  /** Sound put in (above 0) or left out (below) to follow the network and the peer's clock. */
  readonly stretched: number;
  /** What a sample waits here now, and what is aimed at. */
  readonly delay: number;
  readonly target: number;
};

// Shared by all buffers: each is used within one call of `take`.
const ahead = new Int16Array(shortenNeeds);
const mended = new Int16Array(frameSamples);

/**
 * The jitter buffer: packets of any length, order and spacing become one frame per 20 ms tick. Bytes are laid at their RTP
 * timestamp, so reordering, doubling and 10 to 60 ms packets need no care. Its delay (20 to 200 ms) follows what the
 * network does, by leaving out or repeating single periods of the voice, which evens out the peer's clock as well.
 */
export class Playout {
  readonly codec: Codec;
  /** Bytes by timestamp, or `absent`. What lies before `#playing` was heard already. */
  readonly #ring: Int16Array;
  readonly #frame: Uint8Array;
  readonly #taken: Frame;
  readonly #transit: Transit;
  readonly #steering: Steering;
  readonly #concealment: Concealment;
  readonly #noise = new ComfortNoise();
  /** The timestamp from which the peer sends noise instead of sound. */
  #noiseFrom: number | null = null;
  #ssrc = -1;
  /** Timestamp of the next sample to play, and of the end of the newest sample (both modulo 2^32). */
  #playing = 0;
  #end = 0;
  #newest = 0;
  #late = 0;
  #concealed = 0;

  constructor(codec: Codec, memory: SoundMemory = ownMemory) {
    this.codec = codec;
    this.#ring = memory.shorts(capacity).fill(absent);
    this.#frame = memory.bytes(frameSamples);
    this.#transit = new Transit(memory);
    this.#steering = new Steering(this.#transit);
    this.#concealment = new Concealment(memory);
    this.#taken = { bytes: this.#frame, codec };
  }

  get counts(): PlayoutCounts {
    const ms = (samples: number): number => Math.round(samples / 8);
    const { stretched, delay } = this.#steering;
    return {
      late: this.#late,
      concealed: ms(this.#concealed),
      stretched: ms(stretched),
      delay: ms(delay),
      target: ms(this.#transit.target),
    };
  }

  /** Lays a packet's sound down at `now` (ms, the clock of `take`); what comes too late or again changes nothing. */
  lay(packet: RtpPacket, codec: Codec, now: number): void {
    const { timestamp, payload } = packet;
    if (payload.length === 0 || payload.length > capacity / 4) return;
    const newest = this.#isNewest(packet);
    const early = distance(timestamp, this.#playing);
    if (this.#ssrc !== packet.ssrc || early + payload.length > reach || (early < -latest && newest))
      this.#begin(packet, now);
    else {
      this.#transit.observe(timestamp, now);
      if (early < 0 && newest) this.#goBack(packet, now);
      else if (early + payload.length <= 0) return void (this.#late += 1);
    }
    this.#write(timestamp, payload, across[codec][this.codec]);
  }

  /** The peer numbers its packets anew, this one first: what comes next is newer than anything before (RFC 3550 A.1). */
  renumber(first: number): void {
    this.#newest = (first - 1) & 0xffff;
  }

  /** Takes a comfort-noise packet (RFC 3389): from its timestamp on the peer sends nothing, on purpose. */
  layNoise(packet: RtpPacket): void {
    if (this.#ssrc !== packet.ssrc || packet.payload.length === 0) return;
    if (!this.#isNewest(packet)) return;
    this.#noiseFrom = packet.timestamp;
    this.#noise.hear(packet.payload);
  }

  /** The next 20 ms at `now` (ms), valid until the next call; null when nothing is there to play. */
  take(now: number): Frame | null {
    if (this.#ssrc < 0) return null;
    this.#steering.watch(this.#playing, now);
    let backlog = distance(this.#end, this.#playing);
    if (this.#steering.excess > 0) backlog -= this.#skipHole(backlog);
    if (backlog >= frameSamples && !this.#concealment.sounding && this.#copy()) {
      this.#concealment.stop();
      if (this.#noiseFrom !== null && distance(this.#playing, this.#noiseFrom) >= 0) this.#noiseFrom = null;
      this.#advance(frameSamples + this.#stretch(backlog));
      return this.#taken;
    }
    const heard = this.#mend(backlog);
    this.#advance(frameSamples);
    return heard ? this.#taken : null;
  }

  /** Forgets all sound, as when a leg enters a room. What was learnt of the network stays. */
  clear(): void {
    this.#ssrc = -1;
    this.#noiseFrom = null;
    this.#concealment.stop();
    this.#ring.fill(absent);
  }

  #advance(samples: number): void {
    this.#playing = (this.#playing + samples) >>> 0;
  }

  #isNewest({ ssrc, sequence }: RtpPacket): boolean {
    const newest = this.#ssrc !== ssrc || ((sequence - this.#newest) << 16) >> 16 > 0;
    if (newest) this.#newest = sequence;
    return newest;
  }

  #begin(packet: RtpPacket, now: number): void {
    // What was heard last goes on for a moment, so that a stream may follow another without a hole.
    if (this.#ssrc >= 0 && !this.#concealment.sounding) this.#conceal(0);
    this.#ring.fill(absent);
    this.#noiseFrom = null;
    this.#ssrc = packet.ssrc;
    this.#transit.restart(packet.timestamp, now);
    this.#playing = (packet.timestamp - this.#steering.begin()) >>> 0;
    this.#end = this.#playing;
  }

  /** The newest packet comes after its time. */
  #goBack(packet: RtpPacket, now: number): void {
    const starved = distance(this.#end, this.#playing) <= 0;
    // Nothing newer is here: what was made up meanwhile counts as delay gained at once, and no word is lost.
    if (starved && this.#transit.delayOf(packet.timestamp, now) <= latest) this.#playing = packet.timestamp;
    else this.#begin(packet, now);
  }

  #write(timestamp: number, payload: Uint8Array, table: Uint8Array): void {
    const from = distance(this.#end, this.#playing) > 0 ? this.#end : this.#playing;
    for (let gap = distance(timestamp, from) - 1; gap >= 0; gap -= 1) this.#ring[(from + gap) & mask] = absent;
    // The first part of a long packet may be too late while its rest is not.
    for (let at = Math.max(0, distance(this.#playing, timestamp)); at < payload.length; at += 1)
      this.#ring[(timestamp + at) & mask] = table[payload[at]!]!;
    const end = (timestamp + payload.length) >>> 0;
    if (distance(end, from) > 0) this.#end = end;
  }

  /** Copies the next frame; false when some of it is absent. */
  #copy(): boolean {
    let missing = 0;
    for (let at = 0; at < frameSamples; at += 1) {
      const byte = this.#ring[(this.#playing + at) & mask]!;
      // `absent` has every bit set; a byte never has the sign.
      missing |= byte;
      this.#frame[at] = byte;
    }
    return missing >= 0;
  }

  /** A hole that is not needed to keep time is left out. Returns the samples passed over. */
  #skipHole(backlog: number): number {
    const most = Math.min(backlog, this.#steering.excess);
    let hole = 0;
    while (hole < most && this.#ring[(this.#playing + hole) & mask] === absent) hole += 1;
    if (hole === 0) return 0;
    this.#advance(hole);
    this.#steering.done(-hole);
    return hole;
  }

  /** Plays the frame from more or less sound when the delay should change; returns the samples used besides its own. */
  #stretch(backlog: number): number {
    const { grows, shrinks } = this.#steering;
    if (!grows && !(shrinks && backlog >= shortenNeeds)) return 0;
    const linear = toLinear[this.codec];
    const wanted = grows ? frameSamples : shortenNeeds;
    for (let at = 0; at < wanted; at += 1) {
      const byte = this.#ring[(this.#playing + at) & mask]!;
      if (byte === absent) return 0;
      ahead[at] = linear[byte]!;
    }
    if (!grows && !this.#steering.shrinksSpeech && !isQuiet(ahead)) return 0;
    const used = grows ? -lengthen(ahead, mended) : shorten(ahead, mended);
    if (used === 0) return 0;
    const coded = fromLinear[this.codec];
    for (let at = 0; at < frameSamples; at += 1) this.#frame[at] = coded[mended[at]! + 32_768]!;
    this.#steering.done(-used);
    return used;
  }

  /** Makes a frame of what is there and what has to be made up for; false when that is silence alone. */
  #mend(backlog: number): boolean {
    const linear = toLinear[this.codec];
    const coded = fromLinear[this.codec];
    let heard = false;
    for (let at = 0; at < frameSamples; at += 1) {
      const place = (this.#playing + at) & mask;
      const byte = at < backlog ? this.#ring[place]! : absent;
      const sample = byte === absent ? this.#made(at) : this.#concealment.blend(linear[byte]!);
      heard ||= byte !== absent || sample !== 0;
      this.#frame[at] = coded[sample + 32_768]!;
      if (byte === absent) this.#ring[place] = this.#frame[at]!;
    }
    return heard;
  }

  /** The sample `at` places on, which has not come. */
  #made(at: number): number {
    if (this.#noiseFrom !== null && distance(this.#playing + at, this.#noiseFrom) >= 0) return this.#noise.next();
    if (!this.#concealment.begun) this.#conceal(at);
    if (this.#concealment.sounding) this.#concealed += 1;
    return this.#concealment.next();
  }

  /** Begins to conceal `at` places on, with what is in the ring before it. */
  #conceal(at: number): void {
    const linear = toLinear[this.codec];
    this.#concealment.begin((history) => {
      const from = this.#playing + at - history.length;
      for (let back = 0; back < history.length; back += 1) {
        const byte = this.#ring[(from + back) & mask]!;
        history[back] = byte === absent ? 0 : linear[byte]!;
      }
    });
  }
}
