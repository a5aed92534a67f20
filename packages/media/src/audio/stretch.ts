import { frameSamples } from "./g711.ts";
import { findPeriod, longestPeriod } from "./pitch.ts";

/** Samples `shorten` looks at: a frame, the longest period and the window of likeness. */
export const shortenNeeds = frameSamples + longestPeriod;
/** Over which one place is faded into the other: 5 ms. */
const overlap = 40;
/** Below this likeness a joint would be heard. */
const alikeEnough = 0.85;
/** No sample above this: about -44 dBFS, a pause. */
const quiet = 200;

/** Whether a frame is a pause, in which anything may be left out or put in. */
export function isQuiet(samples: Int16Array): boolean {
  for (let at = 0; at < frameSamples; at += 1) if (samples[at]! > quiet || samples[at]! < -quiet) return false;
  return true;
}

/**
 * Plays a frame from more sound: one period of the voice is left out, its neighbours faded into one another. `samples`
 * holds `shortenNeeds`; `into` gets 20 ms. Returns the samples left out, 0 when no joint would go unheard.
 */
export function shorten(samples: Int16Array, into: Int16Array): number {
  const period = isQuiet(samples) ? longestPeriod : likePeriod(samples, 0);
  if (period === 0) return 0;
  for (let at = 0; at < frameSamples; at += 1) {
    const share = at < overlap ? (at + 1) / (overlap + 1) : 1;
    into[at] = Math.round(samples[at]! * (1 - share) + samples[at + period]! * share);
  }
  return period;
}

/** Plays a frame from less sound: one period is heard twice. `samples` holds 20 ms. Returns the samples put in, or 0. */
export function lengthen(samples: Int16Array, into: Int16Array): number {
  const period = isQuiet(samples) ? longestPeriod : likePeriod(samples, frameSamples);
  if (period === 0) return 0;
  for (let at = 0; at < frameSamples; at += 1) {
    const within = at - period;
    const share = within < 0 ? 0 : within < overlap ? (within + 1) / (overlap + 1) : 1;
    into[at] = share === 0 ? samples[at]! : Math.round(samples[at]! * (1 - share) + samples[within]! * share);
  }
  return period;
}

/** The period by which the sound repeats itself; looked for within `most` samples (0: within `shortenNeeds`). */
function likePeriod(samples: Int16Array, most: number): number {
  const window = most === 0 ? frameSamples : most - longestPeriod;
  const { period, alike } = findPeriod(samples, 0, window, 1);
  return alike >= alikeEnough ? period : 0;
}
