import type { Duration, Instant } from "@siaga/core";

/** The wall clock, for times that people read. The only place this process asks for it. */
export type Clock = () => Instant;
export const wallClock: Clock = () => Date.now();

/** Milliseconds that never jump, for limits. */
export type Elapsed = () => Duration;
export const steadyClock: Elapsed = () => performance.now();
