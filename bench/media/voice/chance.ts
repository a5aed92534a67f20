/** Chance that comes out the same every time: numbers 0 to 1 from a seed (xorshift). */
export function chanceFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 88_172_645) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A number of the bell curve with spread 1 (Box and Muller). */
export const bell = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
