import type { Duration } from "@siaga/core";
import type { Elapsed } from "../clock.ts";

/** `act`, at most once in `every`: what goes wrong a hundred times a second is said once. */
export function atMostEvery(every: Duration, elapsed: Elapsed, act: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (elapsed() - last < every) return;
    last = elapsed();
    act();
  };
}
