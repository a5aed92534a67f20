import { frameSamples } from "../audio/g711.ts";
import type { Transit } from "./transit.ts";

/** Ticks (20 ms) over which the smallest delay is looked at: our own late ticks are not taken for delay. */
const lookEvery = 5;
/** Samples (1/8 ms) the delay may be above and below what is aimed at before anything is done. */
const above = 160;
const below = 32;
/** So much too late (100 ms) that it is made up for quickly. */
const farAbove = 800;
/** Ticks between two changes. */
const growEvery = 2;
const shrinkQuicklyEvery = 3;
const shrinkInPausesEvery = 5;
const shrinkEvery = 25;

/** Decides when sound is stretched or shortened so that the delay is what the network needs: up at once, down slowly. */
export class Steering {
  /** Samples by which the delay is above (or below) what is aimed at; 0 when nothing need be done. */
  excess = 0;
  /** Samples, at the last look. */
  delay = 0;
  /** Samples put in, less those left out. */
  stretched = 0;
  readonly #transit: Transit;
  #least = Number.POSITIVE_INFINITY;
  #ticks = 0;
  #rested = 0;

  constructor(transit: Transit) {
    this.#transit = transit;
  }

  /** The delay to begin a stream with, before the step of the first tick adds up to 20 ms. */
  begin(): number {
    this.excess = 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#ticks = 0;
    return Math.max(frameSamples, this.#transit.target - frameSamples / 2);
  }

  /** Takes where playing stands at a tick. */
  watch(playing: number, now: number): void {
    this.#least = Math.min(this.#least, this.#transit.delayOf(playing, now));
    this.#rested += 1;
    this.#ticks += 1;
    if (this.#ticks < lookEvery) return;
    this.delay = this.#least;
    const off = this.#least - this.#transit.target;
    this.excess = off > above || off < -below ? off : 0;
    this.#least = Number.POSITIVE_INFINITY;
    this.#ticks = 0;
  }

  /** True when sound should be put in now. */
  get grows(): boolean {
    return this.excess < 0 && this.#rested >= growEvery;
  }

  /** True when sound may be left out now, at least if this is a pause. */
  get shrinks(): boolean {
    return this.excess > 0 && this.#rested >= (this.excess > farAbove ? shrinkQuicklyEvery : shrinkInPausesEvery);
  }

  /** True when sound may be left out also while somebody speaks. */
  get shrinksSpeech(): boolean {
    return this.shrinks && (this.excess > farAbove || this.#rested >= shrinkEvery);
  }

  /** So many samples were put in, or left out (below 0). */
  done(samples: number): void {
    this.stretched += samples;
    // Between two looks the plan is only used up, never overshot.
    const left = this.excess + samples;
    this.excess = this.excess > 0 ? Math.max(0, left) : Math.min(0, left);
    this.#least += samples;
    this.#rested = 0;
  }
}
