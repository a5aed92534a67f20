import { frameSamples, fromLinear, type Codec } from "./g711.ts";

/** The peak of white noise of equal spread stands this far above its level: √3. */
const peak = Math.sqrt(3);

/** Comfort noise (RFC 3389): white, at the level the sender measured while it sends nothing. */
export class ComfortNoise {
  /** Largest sample. */
  #reach = 0;
  #seed = 1;

  /** Takes the payload of a comfort-noise packet: RFC 3389 §3.1, level in -dBov; a spectrum may follow and is not made. */
  hear(payload: Uint8Array): void {
    // §3.1: 0 dBov is the power of a square wave of full scale.
    this.#reach = Math.min(32_767, Math.round(32_767 * peak * 10 ** (-(payload[0]! & 0x7f) / 20)));
  }

  /** The next sample. */
  next(): number {
    // A linear congruence (Numerical Recipes' constants): noise nobody decides by.
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) | 0;
    return Math.round((this.#seed / 2 ** 31) * this.#reach);
  }

  /** 20 ms of it. */
  fill(into: Uint8Array, codec: Codec): void {
    const table = fromLinear[codec];
    for (let at = 0; at < frameSamples; at += 1) into[at] = table[this.next() + 32_768]!;
  }
}
