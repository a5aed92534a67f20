import { frameSamples, silence, transcode, type Codec } from "../audio/g711.ts";
import type { RtpPacket } from "./packet.ts";

/** Samples the ring holds: half a second. */
const capacity = 4096;
/** How far playing stands behind the newest sample at the start: 40 ms, or one frame more than a longer packet. */
const delayFor = (length: number): number => Math.max(320, length + frameSamples);
/** Ticks over which the smallest backlog is looked at: 2 s. */
const trimAfter = 100;

/**
 * Turns packets of any length, order and spacing into one frame per 20 ms tick. Bytes are laid at their RTP timestamp, so
 * reordering, doubling and 10 to 60 ms packets need no care; what never came plays as silence.
 */
export class Playout {
  readonly codec: Codec;
  readonly #ring: Uint8Array;
  readonly #frame = new Uint8Array(frameSamples);
  #ssrc = -1;
  /** Timestamp of the next sample to play, and of the end of the newest sample (both modulo 2^32). */
  #playing = 0;
  #end = 0;
  #newest = 0;
  #delay = delayFor(0);
  #smallest = Number.POSITIVE_INFINITY;
  #ticks = 0;

  constructor(codec: Codec) {
    this.codec = codec;
    this.#ring = new Uint8Array(capacity).fill(silence[codec]);
  }

  /** Lays a packet's sound down; too late or doubled sound changes nothing. */
  lay(packet: RtpPacket, codec: Codec): void {
    const length = packet.payload.length;
    if (length === 0 || length > capacity / 2) return;
    const newest = this.#ssrc !== packet.ssrc || ((packet.sequence - this.#newest) << 16) >> 16 > 0;
    if (newest) this.#newest = packet.sequence;
    const ahead = (packet.timestamp - this.#playing) | 0;
    if (this.#ssrc !== packet.ssrc || ahead + length > capacity || (ahead < 0 && newest)) this.#begin(packet, length);
    else if (ahead < 0) return;
    this.#write(packet.timestamp, packet.payload, codec);
    const end = (packet.timestamp + length) >>> 0;
    if (((end - this.#end) | 0) > 0) this.#end = end;
  }

  /** The next 20 ms, valid until the next call; null when nothing is there to play. */
  take(): Uint8Array | null {
    if (this.#ssrc < 0) return null;
    const backlog = (this.#end - this.#playing) | 0;
    this.#trim(backlog);
    if (backlog <= 0) {
      this.#playing = (this.#playing + frameSamples) >>> 0;
      return null;
    }
    const start = this.#playing % capacity;
    const first = Math.min(frameSamples, capacity - start);
    this.#frame.set(this.#ring.subarray(start, start + first));
    this.#ring.fill(silence[this.codec], start, start + first);
    if (first < frameSamples) {
      this.#frame.set(this.#ring.subarray(0, frameSamples - first), first);
      this.#ring.fill(silence[this.codec], 0, frameSamples - first);
    }
    this.#playing = (this.#playing + frameSamples) >>> 0;
    return this.#frame;
  }

  /** Forgets all sound, as when a leg enters a room. */
  clear(): void {
    this.#ssrc = -1;
    this.#ring.fill(silence[this.codec]);
  }

  #begin(packet: RtpPacket, length: number): void {
    this.clear();
    this.#ssrc = packet.ssrc;
    this.#delay = delayFor(length);
    // The newest sample plays this much from now; what lies before it in the ring is silence.
    this.#playing = (packet.timestamp + length - this.#delay) >>> 0;
    this.#end = this.#playing;
    this.#smallest = Number.POSITIVE_INFINITY;
    this.#ticks = 0;
  }

  #write(timestamp: number, payload: Uint8Array, codec: Codec): void {
    const start = timestamp % capacity;
    const first = Math.min(payload.length, capacity - start);
    transcode(payload.subarray(0, first), codec, this.#ring.subarray(start), this.codec);
    if (first < payload.length) transcode(payload.subarray(first), codec, this.#ring, this.codec);
  }

  /** A fast clock at the peer or a stall of ours piles sound up: what 2 s never needed is left out, in whole frames. */
  #trim(backlog: number): void {
    this.#smallest = Math.min(this.#smallest, backlog);
    this.#ticks += 1;
    if (this.#ticks < trimAfter) return;
    const needless = Math.floor((this.#smallest - this.#delay) / frameSamples) * frameSamples;
    for (let at = 0; at < needless; at += 1) this.#ring[(this.#playing + at) % capacity] = silence[this.codec];
    if (needless > 0) this.#playing = (this.#playing + needless) >>> 0;
    this.#smallest = Number.POSITIVE_INFINITY;
    this.#ticks = 0;
  }
}
