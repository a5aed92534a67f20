import type { Duration, Instant } from "@siaga/core";

/** The wall clock, for times that people read. The only place this process asks for it. */
export type Clock = () => Instant;
export const wallClock: Clock = () => Date.now();

/** Milliseconds that never jump, for limits. */
export type Elapsed = () => Duration;
export const steadyClock: Elapsed = () => performance.now();

/**
 * The wall, but never behind `known` and the time that has passed since: by a wall that was set back every limit counted
 * from an earlier word would come late by as much.
 */
export function clockFrom(known: Instant, wall: Clock, elapsed: Elapsed): Clock {
  let ahead = Math.max(known, wall()) - elapsed();
  return () => {
    ahead = Math.max(ahead, wall() - elapsed());
    return Math.round(ahead + elapsed());
  };
}
