import { frameSamples, toLinear } from "./g711.ts";
import type { Frame } from "./mix.ts";

/** Bands of 200 Hz from 250 to 3450 Hz: what a telephone lets through. */
export const bandCount = 16;

const size = 256;
/** Two samples stand in one place of the transform, the even one in its real part, the odd one in its imaginary part. */
const places = size / 2;
const binOf = (hertz: number): number => Math.ceil((hertz * size) / 8000);
const [firstBin, endBin] = [binOf(250), binOf(3450)];
const bandOf = Uint8Array.from({ length: endBin }, (_, bin) => Math.floor(((bin * 8000) / size - 250) / 200));

const window = Float64Array.from(
  { length: frameSamples },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / frameSamples),
);
/** Power of a full-scale sine is 1 in its band. */
const scale = (4 / (frameSamples / 2) ** 2 / 2 ** 30) * (2 / 3);
const cosine = Float64Array.from({ length: places }, (_, at) => Math.cos((2 * Math.PI * at) / size));
const sine = Float64Array.from({ length: places }, (_, at) => -Math.sin((2 * Math.PI * at) / size));
const reversed = Uint8Array.from({ length: places }, (_, at) => {
  let mirrored = 0;
  for (let bit = 0; bit < 7; bit += 1) mirrored |= ((at >> bit) & 1) << (6 - bit);
  return mirrored;
});

// Used within one call only.
const real = new Float64Array(places);
const imaginary = new Float64Array(places);

/** Writes the powers by band of 20 ms (1: a full-scale sine). Makes nothing that would have to be collected: it is done 50 times a second a leg. */
export function bandPowers({ bytes, codec }: Frame, into: Float32Array): void {
  const level = toLinear[codec];
  real.fill(0);
  imaginary.fill(0);
  for (let at = 0; at < frameSamples / 2; at += 1) {
    const place = reversed[at]!;
    real[place] = level[bytes[2 * at]!]! * window[2 * at]!;
    imaginary[place] = level[bytes[2 * at + 1]!]! * window[2 * at + 1]!;
  }
  firstSteps();
  transform();
  into.fill(0);
  for (let bin = firstBin; bin < endBin; bin += 1) into[bandOf[bin]!]! += powerOf(bin) * scale;
}

/** Power of the whole frame's spectrum, put together from those of its even and its odd samples. */
function powerOf(bin: number): number {
  const mirror = places - bin;
  const evenReal = (real[bin]! + real[mirror]!) / 2;
  const evenImaginary = (imaginary[bin]! - imaginary[mirror]!) / 2;
  const oddReal = (imaginary[bin]! + imaginary[mirror]!) / 2;
  const oddImaginary = (real[mirror]! - real[bin]!) / 2;
  const x = evenReal + oddReal * cosine[bin]! - oddImaginary * sine[bin]!;
  const y = evenImaginary + oddReal * sine[bin]! + oddImaginary * cosine[bin]!;
  return x * x + y * y;
}

/** The first two steps of the transform, which multiply by nothing but 1 and i. */
function firstSteps(): void {
  for (let at = 0; at < places; at += 4) {
    const sumReal = real[at]! + real[at + 1]!;
    const sumImaginary = imaginary[at]! + imaginary[at + 1]!;
    const offReal = real[at]! - real[at + 1]!;
    const offImaginary = imaginary[at]! - imaginary[at + 1]!;
    const nextReal = real[at + 2]! + real[at + 3]!;
    const nextImaginary = imaginary[at + 2]! + imaginary[at + 3]!;
    const turnedReal = imaginary[at + 2]! - imaginary[at + 3]!;
    const turnedImaginary = real[at + 3]! - real[at + 2]!;
    real[at] = sumReal + nextReal;
    imaginary[at] = sumImaginary + nextImaginary;
    real[at + 1] = offReal + turnedReal;
    imaginary[at + 1] = offImaginary + turnedImaginary;
    real[at + 2] = sumReal - nextReal;
    imaginary[at + 2] = sumImaginary - nextImaginary;
    real[at + 3] = offReal - turnedReal;
    imaginary[at + 3] = offImaginary - turnedImaginary;
  }
}

/** Cooley and Tukey, in place, from reversed order. */
function transform(): void {
  for (let half = 4; half < places; half *= 2) {
    const stride = places / half;
    for (let at = 0; at < half; at += 1) {
      const c = cosine[at * stride]!;
      const s = sine[at * stride]!;
      for (let low = at; low < places; low += 2 * half) {
        const high = low + half;
        const x = real[high]! * c - imaginary[high]! * s;
        const y = real[high]! * s + imaginary[high]! * c;
        real[high] = real[low]! - x;
        imaginary[high] = imaginary[low]! - y;
        real[low] = real[low]! + x;
        imaginary[low] = imaginary[low]! + y;
      }
    }
  }
}
