/** A stream of chance: the same numbers for the same key, on every machine. */
export type Stream = {
  /** Even between 0 and 1. */
  unit(): number;
  /** Exponential with this mean. */
  exponential(mean: number): number;
  /** Log-normal with this mean and coefficient of variation. */
  logNormal(mean: number, cv: number): number;
  poisson(mean: number): number;
  happens(probability: number): boolean;
};

/** One 32-bit key out of several whole numbers (splitmix finaliser). */
function mix(parts: readonly number[]): number {
  let held = 0x9e3779b9;
  for (const part of parts) {
    held = (held ^ (part | 0)) >>> 0;
    held = Math.imul(held ^ (held >>> 16), 0x85ebca6b) >>> 0;
    held = Math.imul(held ^ (held >>> 13), 0xc2b2ae35) >>> 0;
    held = (held ^ (held >>> 16)) >>> 0;
  }
  return held;
}

/** Small fast counting generator (sfc32, public domain), keyed and warmed up. */
function sfc32(key: readonly number[]): () => number {
  let [a, b, c, counter] = [mix([1, ...key]), mix([2, ...key]), mix([3, ...key]), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let turn = 0; turn < 12; turn += 1) next();
  return next;
}

/** The stream of this key. Whatever draws from its own key draws the same under every policy. */
export function streamOf(...key: readonly number[]): Stream {
  const unit = sfc32(key);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    exponential: (mean) => -mean * Math.log(1 - unit()),
    logNormal(mean, cv) {
      const variance = Math.log(1 + cv * cv);
      return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal());
    },
    poisson(mean) {
      let [count, product] = [0, unit()];
      for (const limit = Math.exp(-mean); product > limit; product *= unit()) count += 1;
      return count;
    },
    happens: (probability) => unit() < probability,
  };
}
