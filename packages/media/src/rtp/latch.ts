import type { Allowed } from "./allowed.ts";

type Source = { readonly address: string; readonly port: number };

/** A source that has been silent this long may be followed by another of the trunk's, in ms. */
const handOverAfter = 200;

/**
 * Decides whose packets a leg hears and where it sends. The signalled address and port always may; another source only
 * from the trunk's own addresses, and never while the present one speaks. Anyone else is refused (RTP hijack).
 */
export class Latch {
  #signalled: Source | null = null;
  #held: Source | null = null;
  #heldAt = Number.NEGATIVE_INFINITY;
  readonly #allowed: Allowed;

  constructor(allowed: Allowed) {
    this.#allowed = allowed;
  }

  /** The peer's description names an address; a changed one ends what was latched (RFC 3264 §8.3.1). */
  signal(source: Source | null): void {
    const same = source?.address === this.#signalled?.address && source?.port === this.#signalled?.port;
    if (same && this.#signalled !== null) return;
    this.#signalled = source;
    this.#held = null;
    this.#heldAt = Number.NEGATIVE_INFINITY;
  }

  /** Where the peer said it would send from; null while it has not. */
  get signalled(): Source | null {
    return this.#signalled;
  }

  /** Where to send: symmetric RTP to whoever is latched, else to the signalled address; null when neither is known. */
  get remote(): Source | null {
    return this.#held ?? this.#signalled;
  }

  /** True when a packet from here at `now` (ms) is the peer's. */
  accepts(address: string, port: number, now: number): boolean {
    const held = this.#held;
    if (held !== null && held.port === port && held.address === address) {
      this.#heldAt = now;
      return true;
    }
    const signalled = this.#signalled?.address === address && this.#signalled.port === port;
    if (!signalled && !this.#allowed(address)) return false;
    if (!signalled && now - this.#heldAt < handOverAfter) return false;
    this.#held = { address, port };
    this.#heldAt = now;
    return true;
  }
}
