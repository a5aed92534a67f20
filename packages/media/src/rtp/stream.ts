/** A stream that has been silent this long (ms) may be followed by one that was heard before it. */
const handOverAfter = 100;

/**
 * Tells which of the streams that reach a port is listened to. A new one is followed at once (RFC 3550 §8.2: a peer that
 * restarts chooses a new SSRC); stragglers of the one before it are not taken for yet another.
 */
export class Stream {
  #ssrc = -1;
  #former = -1;
  #heardAt = Number.NEGATIVE_INFINITY;
  /** The last owner's peer may go on sending for as long as it likes. */
  readonly #stranger: number;

  /** `stranger`: the stream the port heard for its last owner, -1 for none. */
  constructor(stranger: number) {
    this.#stranger = stranger;
  }

  /** The stream listened to; -1 before the first packet. */
  get ssrc(): number {
    return this.#ssrc;
  }

  /** True when a packet of this stream at `now` (ms) is to be heard. */
  follows(ssrc: number, now: number): boolean {
    if (ssrc !== this.#ssrc) {
      if (ssrc === this.#stranger) return false;
      if (ssrc === this.#former && now - this.#heardAt < handOverAfter) return false;
      this.#former = this.#ssrc;
      this.#ssrc = ssrc;
    }
    this.#heardAt = now;
    return true;
  }
}
