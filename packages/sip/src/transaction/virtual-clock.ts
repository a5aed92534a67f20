import type { Clock } from "./timers.ts";

/** A clock tests move by hand. */
export type VirtualClock = Clock & { readonly advance: (by: number) => void };

export function createVirtualClock(): VirtualClock {
  let now = 0;
  let wakesAt = Infinity;
  let pending: (() => void) | null = null;
  return {
    now: () => now,
    wake: (delay, run) => {
      wakesAt = delay === null ? Infinity : now + delay;
      pending = delay === null ? null : run;
    },
    advance: (by) => {
      const end = now + by;
      while (wakesAt <= end && pending !== null) {
        now = wakesAt;
        wakesAt = Infinity;
        pending();
      }
      now = end;
    },
  };
}
