type Source = { readonly address: string; readonly port: number };

/** A stream and where it came from. */
export type HeardStream = Source & { readonly ssrc: number };

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
  readonly #lastOwners: HeardStream | null;

  /** `lastOwners`: the stream the port heard for its last owner, null for none. */
  constructor(lastOwners: HeardStream | null) {
    this.#lastOwners = lastOwners;
  }

  /** The stream listened to; -1 before the first packet. */
  get ssrc(): number {
    return this.#ssrc;
  }

  /**
   * True when this is what the last owner's peer still sends. Gateways give every call the same SSRC, so only the same
   * stream from the same source is; and where this call was told of that very source, whoever is heard first is heard.
   */
  isLastOwners(ssrc: number, from: Source, signalled: Source | null): boolean {
    const last = this.#lastOwners;
    if (last === null || ssrc !== last.ssrc || ssrc === this.#ssrc || !isSame(from, last)) return false;
    return this.#ssrc !== -1 || !isSame(from, signalled);
  }

  /** True when a packet of this stream at `now` (ms) is to be heard. */
  follows(ssrc: number, now: number): boolean {
    if (ssrc !== this.#ssrc) {
      if (ssrc === this.#former && now - this.#heardAt < handOverAfter) return false;
      this.#former = this.#ssrc;
      this.#ssrc = ssrc;
    }
    this.#heardAt = now;
    return true;
  }
}

const isSame = (one: Source, other: Source | null): boolean =>
  other !== null && one.port === other.port && one.address === other.address;
