/** Chance from a seed: the same seed gives the same run on every machine. */
export type Random = {
  /** An integer within `[0, limit)`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** True once in `times`. */
  readonly once: (times: number) => boolean;
};

/** Marsaglia's xorshift with 32 bits of state. */
export function createRandom(seed: number): Random {
  let state = seed | 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return {
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    once: (times) => below(times) === 0,
  };
}
