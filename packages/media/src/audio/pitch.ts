/** Periods of a voice looked for, in samples at 8 kHz: 200 down to 66 Hz. A higher voice is found by a multiple of its own. */
export const shortestPeriod = 40;
export const longestPeriod = 120;

/**
 * How alike (-1 to 1) `length` samples from `a` and from `b` are. Every second sample is looked at: speech on a telephone
 * has little above 2 kHz that could tell two lags apart, and the search costs half.
 */
export function likeness(samples: Int16Array, a: number, b: number, length: number, stride = 1): number {
  let product = 0;
  let energyA = 0;
  let energyB = 0;
  for (let at = 0; at < length; at += stride) {
    const left = samples[a + at]!;
    const right = samples[b + at]!;
    product += left * right;
    energyA += left * left;
    energyB += right * right;
  }
  return energyA === 0 || energyB === 0 ? 0 : product / Math.sqrt(energyA * energyB);
}

/** The period at which `window` samples at `at` look most like those one period away (`direction` -1 before, 1 after). */
export function findPeriod(
  samples: Int16Array,
  at: number,
  window: number,
  direction: -1 | 1,
): { readonly period: number; readonly alike: number } {
  let best = shortestPeriod;
  let alike = -2;
  const look = (from: number, to: number, lagStep: number, stride: number): void => {
    for (let lag = from; lag <= to; lag += lagStep) {
      const found = likeness(samples, at, at + direction * lag, window, stride);
      if (found > alike) [alike, best] = [found, lag];
    }
  };
  look(shortestPeriod, longestPeriod, 2, 2);
  const coarse = best;
  alike = -2;
  look(Math.max(shortestPeriod, coarse - 1), Math.min(longestPeriod, coarse + 1), 1, 1);
  return { period: best, alike };
}
