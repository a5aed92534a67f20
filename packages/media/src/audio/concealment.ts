import { findPeriod, longestPeriod } from "./pitch.ts";
import { ownMemory, type SoundMemory } from "./sound-memory.ts";

/** Past samples the concealment wants: three of the longest periods and a quarter. */
export const historySamples = 390;
/** Samples at 8 kHz: full level for 10 ms, silence after 60 ms (ITU-T G.711 Appendix I.2.7). */
const fadeFrom = 80;
const fadedOut = 480;
/** The window in which the last sound's period is looked for: 20 ms. */
const window = 160;
/** Longest cross-fade back to what is received: 10 ms. */
const longestMerge = 80;

type Loop = { samples: Float32Array; length: number; at: number };
/** Room for what is heard and made is taken with the first gap: on many lines there is none. */
const loop = (): Loop => ({ samples: none, length: 0, at: 0 });
const none = new Float32Array(0);
const nothingHeard = new Int16Array(0);

/**
 * Continues a voice that stops arriving (the way of ITU-T G.711 Appendix I): its last period is repeated, from 10 and
 * 20 ms on the last two and three periods so that it does not buzz, fading to silence by 60 ms; what arrives again is
 * cross-faded in. Unlike the Appendix it adds no delay: the step at the beginning is evened out instead of overlapped.
 */
export class Concealment {
  readonly #memory: SoundMemory;
  #history: Int16Array = nothingHeard;
  #loop = loop();
  #former = loop();
  /** Samples for which the former loop still fades out. */
  #crossing = 0;
  #period = 0;
  #begun = false;
  #age = fadedOut;
  #step = 0;
  #merging = 0;
  #merge = 1;
  #periods = 0;

  constructor(memory: SoundMemory = ownMemory) {
    this.#memory = memory;
  }

  /** True from `begin` until sound has come back for good. */
  get begun(): boolean {
    return this.#begun;
  }

  /** True while something is made: not yet faded out, or still fading into what came back. */
  get sounding(): boolean {
    return this.#begun && this.#age < fadedOut;
  }

  /** Sound has stopped; `fill` writes the last `historySamples` samples, oldest first. */
  begin(fill: (history: Int16Array) => void): void {
    if (this.#history === nothingHeard) this.#history = this.#memory.shorts(historySamples);
    fill(this.#history);
    this.#begun = true;
    this.#merging = 0;
    // After silence there is nothing to go on with.
    this.#age = this.#history.some((sample) => sample !== 0) ? 0 : fadedOut;
    if (this.#age === fadedOut) return;
    const { period } = findPeriod(this.#history, historySamples - window, window, -1);
    this.#period = period;
    this.#periods = 0;
    this.#repeat(1);
    this.#crossing = 0;
    this.#step = this.#history[historySamples - 1]! - this.#history[historySamples - 1 - period]!;
  }

  /** The next sample in place of one that did not arrive. */
  next(): number {
    // Appendix I.2.6: two periods after 10 ms, three after 20 ms.
    const periods = this.#age < fadeFrom ? 1 : this.#age < 2 * fadeFrom ? 2 : 3;
    if (this.#age < fadedOut && periods !== this.#periods) this.#repeat(periods);
    this.#merging = 0;
    return this.#make();
  }

  /** The next sample, one that has arrived: cross-faded with the made sound for a few ms after a gap. */
  blend(received: number): number {
    if (!this.sounding) {
      this.#begun = false;
      return received;
    }
    if (this.#merging === 0) {
      // Appendix I.2.8: a quarter period, 4 ms more for every further 10 ms lost.
      const more = Math.floor(Math.max(0, this.#age - 1) / fadeFrom) * 32;
      this.#merge = Math.min(longestMerge, (this.#period >> 2) + more);
      this.#merging = this.#merge;
    }
    const share = this.#merging / (this.#merge + 1);
    this.#merging -= 1;
    const made = this.#make();
    if (this.#merging === 0) this.#begun = false;
    return Math.round(made * share + received * (1 - share));
  }

  stop(): void {
    this.#begun = false;
  }

  #make(): number {
    if (this.#age >= fadedOut) return 0;
    let sample = turn(this.#loop);
    if (this.#crossing > 0) {
      const quarter = this.#period >> 2;
      const share = this.#crossing / (quarter + 1);
      sample = turn(this.#former) * share + sample * (1 - share);
      this.#crossing -= 1;
    }
    // The first made sample continues the last heard one; what it is off by dies away within a quarter period.
    sample += this.#step;
    this.#step *= 0.85;
    const gain = this.#age < fadeFrom ? 1 : (fadedOut - this.#age) / (fadedOut - fadeFrom);
    this.#age += 1;
    return Math.max(-32_768, Math.min(32_767, Math.round(sample * gain)));
  }

  /** Repeats the last `periods` periods from here on, at the same place within the period as before. */
  #repeat(periods: number): void {
    [this.#loop, this.#former] = [this.#former, this.#loop];
    if (this.#loop.samples === none) this.#loop.samples = this.#memory.floats(3 * longestPeriod);
    const { samples } = this.#loop;
    const length = periods * this.#period;
    const quarter = this.#period >> 2;
    for (let at = 0; at < length; at += 1) samples[at] = this.#history[historySamples - length + at]!;
    // Its end is faded into what came before its beginning, so that it goes round without a step.
    for (let at = 0; at < quarter; at += 1) {
      const share = (at + 1) / (quarter + 1);
      const before = this.#history[historySamples - length - quarter + at]!;
      const place = length - quarter + at;
      samples[place] = samples[place]! * (1 - share) + before * share;
    }
    this.#loop.length = length;
    this.#loop.at = this.#periods === 0 ? 0 : this.#former.at % this.#period;
    this.#crossing = quarter;
    this.#periods = periods;
  }
}

function turn(loop: Loop): number {
  const sample = loop.samples[loop.at]!;
  loop.at = loop.at + 1 === loop.length ? 0 : loop.at + 1;
  return sample;
}
