import { frameSamples, toLinear } from "./g711.ts";
import type { Frame } from "./mix.ts";

/** Bands of 200 Hz from 250 to 3450 Hz: what a telephone lets through. */
export const bandCount = 16;

const size = 256;
const bins = size / 2;
const bandOf = Uint8Array.from({ length: bins }, (_, bin) => {
  const hertz = (bin * 8000) / size;
  return hertz < 250 || hertz >= 3450 ? bandCount : Math.floor((hertz - 250) / 200);
});

const window = Float64Array.from(
  { length: frameSamples },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / frameSamples),
);
/** Power of a full-scale sine is 1 in its band. */
const scale = (4 / (frameSamples / 2) ** 2 / 2 ** 30) * (2 / 3);
const cosine = Float64Array.from({ length: bins }, (_, at) => Math.cos((2 * Math.PI * at) / size));
const sine = Float64Array.from({ length: bins }, (_, at) => -Math.sin((2 * Math.PI * at) / size));
const reversed = Uint8Array.from({ length: size }, (_, at) => {
  let mirrored = 0;
  for (let bit = 0; bit < 8; bit += 1) mirrored |= ((at >> bit) & 1) << (7 - bit);
  return mirrored;
});

// Used within one call only.
const real = new Float64Array(size);
const imaginary = new Float64Array(size);

/**
 * Powers by band of two frames of 20 ms. One transform serves both: the first stands in its real
 * part, the second in its imaginary one.
 */
export function bandPowers(first: Frame, second: Frame, into: readonly [Float32Array, Float32Array]): void {
  real.fill(0);
  imaginary.fill(0);
  const levels = [toLinear[first.codec], toLinear[second.codec]] as const;
  for (let sample = 0; sample < frameSamples; sample += 1) {
    const place = reversed[sample]!;
    real[place] = levels[0][first.bytes[sample]!]! * window[sample]!;
    imaginary[place] = levels[1][second.bytes[sample]!]! * window[sample]!;
  }
  transform();
  for (const powers of into) powers.fill(0);
  for (let bin = 1; bin < bins; bin += 1) {
    const band = bandOf[bin]!;
    if (band === bandCount) continue;
    const [a, b, c, d] = [real[bin]!, imaginary[bin]!, real[size - bin]!, imaginary[size - bin]!];
    into[0][band]! += (((a + c) ** 2 + (b - d) ** 2) / 4) * scale;
    into[1][band]! += (((b + d) ** 2 + (a - c) ** 2) / 4) * scale;
  }
}

/** Cooley and Tukey, in place, from reversed order. */
function transform(): void {
  for (let half = 1; half < size; half *= 2) {
    const stride = bins / half;
    for (let start = 0; start < size; start += 2 * half)
      for (let at = 0; at < half; at += 1) {
        const [c, s] = [cosine[at * stride]!, sine[at * stride]!];
        const [low, high] = [start + at, start + at + half];
        const x = real[high]! * c - imaginary[high]! * s;
        const y = real[high]! * s + imaginary[high]! * c;
        real[high] = real[low]! - x;
        imaginary[high] = imaginary[low]! - y;
        real[low] = real[low]! + x;
        imaginary[low] = imaginary[low]! + y;
      }
  }
}
