import type { ClassName } from "@siaga/simulator";

/**
 * Callers and desks of a rehearsed flood recognise one another by ear alone. Hz, all multiples of 50: in 20 ms of 8 kHz
 * sound they do not leak into one another.
 */

/** What a caller's voice sounds like to an operator; null: says nothing at all. */
export const voices: Readonly<Record<ClassName, number | null>> = {
  real: 1_200,
  disaster: 1_250,
  information: 1_400,
  prank: 1_600,
  ghost: null,
  "silent-bot": null,
  // Its tape is heard from the first ring on.
  "audio-bot": 2_200,
  actor: 1_700,
  redialler: 1_800,
};

/** A desk that has just answered, and one that has heard the caller: so the caller knows that they are heard. */
export const greetings: readonly number[] = [400, 500, 600];
export const understood = (greeting: number): number => greeting + 400;

/** 16-bit amplitude above which 20 ms of a tone count as heard. */
export const audible = 2_000;
