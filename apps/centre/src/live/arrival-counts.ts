import type { Duration, Instant } from "@siaga/core";

/** Calls that arrived, by the tenth of a minute they arrived in. Test calls are not among them. */
export type ArrivalCounts = Map<Instant, number>;

const step: Duration = 6_000;
const window: Duration = 600_000;

/** One more call; what is older than ten minutes is forgotten. */
export function countArrival(counts: ArrivalCounts, at: Instant): void {
  const slot = at - (at % step);
  counts.set(slot, (counts.get(slot) ?? 0) + 1);
  for (const [old] of counts) {
    if (old > slot - window) return;
    counts.delete(old);
  }
}

/** Calls of the last ten minutes, to the tenth of a minute. */
export function countLately(counts: ArrivalCounts, now: Instant): number {
  let count = 0;
  for (const [slot, some] of counts) if (slot > now - window && slot <= now) count += some;
  return count;
}
