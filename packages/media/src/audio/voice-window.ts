import { frameSamples, toLinear, type Codec } from "./g711.ts";
import { ownMemory, type SoundMemory } from "./sound-memory.ts";

/** Frames of 20 ms a decision looks at: 1 s. */
const frames = 50;
/** Quieter than this (dBFS) is nothing to judge by. */
const quietest = -52;
/** Frames further below the loudest of the window (dB) are its pauses. */
const pauseBelow = 20;
/** For differences between loud and quiet: below this (dBFS) all is alike. */
const floor = -55;
/** More alike one period later than this is a voiced (or otherwise periodic) frame. */
const periodic = 0.6;
/** Lags looked for at 4 kHz: 400 down to 70 Hz. */
const shortestLag = 10;
const longestLag = 57;
/** Samples at 4 kHz: 40 ms are kept, of which the last 25 are compared. */
const kept = 160;
const comparedFrom = 60;
/** Kept small against any sound: no division by nothing, no pitch in the faintest hiss. */
const least = 160 * 64;

/** What is measured over a window, in this order. */
export const voiceFeatures = [
  "loudness-spread",
  "residual-mean",
  "residual-spread",
  "tilt-mean",
  "tilt-spread",
  "harmonicity-mean",
  "harmonicity-spread",
  "voiced-share",
  "tilt-movement",
  "loudness-movement",
  "sounding-share",
  "pitch-movement",
  "residual-movement",
  "withheld-share",
] as const;

const levels = Object.fromEntries(
  Object.entries(toLinear).map(([codec, table]) => [codec, Float64Array.from(table)]),
) as Readonly<Record<Codec, Float64Array>>;

// Used within one call only, by every window in turn.
const sound = new Float64Array(frameSamples);
const correlation = new Float64Array(5);
const foretold = new Float64Array(5);
const refined = new Float64Array(5);

/**
 * The last second of a leg as a few figures: how much loudness comes and goes (a voice does 3 to 8 times a second), how
 * predictable the spectrum is (a tone wholly, noise hardly), how it moves, and how periodic it is at which pitch.
 */
export class VoiceWindow {
  readonly #energy: Float64Array;
  readonly #residual: Float64Array;
  readonly #tilt: Float64Array;
  readonly #harmonicity: Float64Array;
  readonly #lag: Float64Array;
  readonly #withheld: Uint8Array;
  readonly #low: Float64Array;
  #at = 0;
  #periodicity = 0;
  #period = 0;

  constructor(memory: SoundMemory = ownMemory) {
    this.#energy = memory.doubles(frames).fill(-120);
    this.#residual = memory.doubles(frames);
    this.#tilt = memory.doubles(frames);
    this.#harmonicity = memory.doubles(frames);
    this.#lag = memory.doubles(frames);
    this.#withheld = memory.bytes(frames);
    this.#low = memory.doubles(kept);
  }

  /** Takes the next 20 ms; null where nothing was heard, or where it was `withheld`: it may have been an echo. */
  add(bytes: Uint8Array | null, codec: Codec, withheld = false): void {
    const at = this.#at;
    this.#withheld[at] = withheld ? 1 : 0;
    this.#at = (at + 1) % frames;
    const energy = bytes === null ? -120 : load(bytes, levels[codec]);
    this.#energy[at] = energy;
    if (energy <= quietest) {
      this.#low.fill(0);
      this.#periodicity = 0;
      return;
    }
    this.#residual[at] = residual();
    this.#tilt[at] = correlation[1]! / correlation[0]!;
    this.#low.copyWithin(0, frameSamples / 2);
    for (let half = 0; half < frameSamples / 2; half += 1)
      this.#low[frameSamples / 2 + half] = (sound[2 * half]! + sound[2 * half + 1]!) / 2;
    // The search for a pitch is the dearest part; every other frame is enough.
    if (at % 2 === 1) this.#findPitch();
    this.#harmonicity[at] = this.#periodicity;
    this.#lag[at] = this.#period;
  }

  /** Writes the figures of the last second; false when it holds nothing but quiet. */
  measure(into: Float64Array): boolean {
    let loudest = -120;
    for (let at = 0; at < frames; at += 1) loudest = Math.max(loudest, this.#energy[at]!);
    const gate = Math.max(quietest, loudest - pauseBelow);
    const loudness = new Spread();
    const [residuals, tilts, harmonicities] = [new Spread(), new Spread(), new Spread()];
    const [tiltMoves, loudnessMoves, pitchMoves, residualMoves] = [
      new Spread(),
      new Spread(),
      new Spread(),
      new Spread(),
    ];
    let voiced = 0;
    for (let step = 0; step < frames; step += 1) {
      const at = (this.#at + step) % frames;
      const before = (at + frames - 1) % frames;
      const energy = this.#energy[at]!;
      loudness.add(Math.max(energy, floor));
      if (step > 0) loudnessMoves.add(Math.abs(Math.max(energy, floor) - Math.max(this.#energy[before]!, floor)));
      if (energy <= gate) continue;
      residuals.add(this.#residual[at]!);
      tilts.add(this.#tilt[at]!);
      harmonicities.add(this.#harmonicity[at]!);
      if (this.#harmonicity[at]! > periodic) voiced += 1;
      if (step > 0 && this.#energy[before]! > gate) {
        tiltMoves.add(Math.abs(this.#tilt[at]! - this.#tilt[before]!));
        residualMoves.add(Math.abs(this.#residual[at]! - this.#residual[before]!));
      }
      const earlier = (at + frames - 2) % frames;
      if (step < 2 || at % 2 === 0 || this.#energy[earlier]! <= gate) continue;
      if (this.#harmonicity[at]! > periodic && this.#harmonicity[earlier]! > periodic)
        pitchMoves.add(Math.min(0.5, Math.abs(Math.log(this.#lag[at]! / this.#lag[earlier]!))));
    }
    const sounding = residuals.count;
    if (sounding < frames / 10) return false;
    into[0] = loudness.spread;
    into[1] = residuals.mean;
    into[2] = residuals.spread;
    into[3] = tilts.mean;
    into[4] = tilts.spread;
    into[5] = harmonicities.mean;
    into[6] = harmonicities.spread;
    into[7] = voiced / sounding;
    into[8] = tiltMoves.mean;
    into[9] = loudnessMoves.mean;
    into[10] = sounding / frames;
    into[11] = pitchMoves.mean;
    into[12] = residualMoves.mean;
    into[13] = this.#withheld.reduce((sum, one) => sum + one, 0) / frames;
    return true;
  }

  /** How alike the last 25 ms are to what came one period before, at best, and that period (samples at 4 kHz). */
  #findPitch(): void {
    const low = this.#low;
    let now = 0;
    let before = 0;
    for (let at = comparedFrom; at < kept; at += 2) now += low[at]! * low[at]!;
    for (let at = comparedFrom - shortestLag; at < kept - shortestLag; at += 1) before += low[at]! * low[at]! * 0.5;
    let best = 0;
    let period = this.#period;
    for (let lag = shortestLag; lag <= longestLag; lag += 1) {
      let product = 0;
      for (let at = comparedFrom; at < kept; at += 2) product += low[at]! * low[at - lag]!;
      const alike = product / Math.sqrt(now * before + 1e8);
      if (alike > best) {
        best = alike;
        period = lag;
      }
      const gained = low[comparedFrom - lag - 1]!;
      const left = low[kept - lag - 1]!;
      before += (gained * gained - left * left) / 2;
    }
    this.#periodicity = best;
    this.#period = period;
  }
}

/** Takes a frame in; returns its level in dBFS. */
function load(bytes: Uint8Array, level: Float64Array): number {
  let power = least;
  for (let at = 0; at < frameSamples; at += 1) {
    const sample = level[bytes[at]!]!;
    sound[at] = sample;
    power += sample * sample;
  }
  correlation[0] = power;
  return 10 * Math.log10(power / frameSamples / 2 ** 30);
}

/** What is left (log10 of the share) when each sample is foretold from the four before (Levinson and Durbin). */
function residual(): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 4; at < frameSamples; at += 1) {
    const sample = sound[at]!;
    first += sample * sound[at - 1]!;
    second += sample * sound[at - 2]!;
    third += sample * sound[at - 3]!;
    fourth += sample * sound[at - 4]!;
  }
  correlation[1] = first;
  correlation[2] = second;
  correlation[3] = third;
  correlation[4] = fourth;
  const [a, b] = [foretold, refined];
  let left = correlation[0]!;
  for (let order = 1; order <= 4; order += 1) {
    let sum = correlation[order]!;
    for (let at = 1; at < order; at += 1) sum += a[at]! * correlation[order - at]!;
    const reflection = -sum / left;
    for (let at = 1; at < order; at += 1) b[at] = a[at]! + reflection * a[order - at]!;
    b[order] = reflection;
    for (let at = 1; at <= order; at += 1) a[at] = b[at]!;
    left *= 1 - reflection * reflection;
    if (left <= correlation[0]! * 1e-6) return -6;
  }
  return Math.log10(left / correlation[0]!);
}

/** Mean and spread of figures as they come. */
class Spread {
  count = 0;
  #sum = 0;
  #squares = 0;

  add(figure: number): void {
    this.count += 1;
    this.#sum += figure;
    this.#squares += figure * figure;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  get spread(): number {
    return this.count < 2 ? 0 : Math.sqrt(Math.max(0, this.#squares / this.count - this.mean ** 2));
  }
}
