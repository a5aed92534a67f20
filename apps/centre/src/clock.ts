import type { Duration, Instant } from "@siaga/core";
import type { Clock } from "./ports.ts";

/** Where time comes from: the wall as the machine tells it, and a count that no one can set. Both in ms. */
export type TimeSource = { readonly wall: () => Instant; readonly monotonic: () => Duration };

const machine: TimeSource = { wall: () => Date.now(), monotonic: () => performance.now() };
/** A wall that differs more than this from the count was set by somebody, not drifting. */
const jump = 2_000;

/**
 * The only clock of the centre. It follows the wall but never goes backwards: after a jump back it runs on by the
 * count until the wall has caught up. `watch` compares the two each second and tells of jumps over 2 s.
 */
export function openClock(source: TimeSource = machine): Clock & {
  /** The log knows this moment already: time goes on from there, also where the wall was set back while nobody ran. */
  notBefore(known: Instant): void;
  watch(jumped: (from: Instant, to: Instant) => void): { readonly stop: () => void; readonly check: () => void };
} {
  let wallAt = source.wall();
  let countAt = source.monotonic();
  /** How far this clock runs ahead of a wall that jumped back. */
  let lead = 0;
  let last: Instant = 0;

  const counted = (): Instant => wallAt + (source.monotonic() - countAt);
  const now = (): Instant => (last = Math.max(last, Math.round(counted())));
  const check = (jumped: (from: Instant, to: Instant) => void): void => {
    const from = Math.round(counted());
    const to = source.wall();
    const ahead = from - to;
    if (Math.abs(ahead - lead) > jump) jumped(from - lead, to);
    lead = ahead > jump ? ahead : 0;
    if (lead > 0) return;
    wallAt = to;
    countAt = source.monotonic();
  };
  return {
    now,
    notBefore(known) {
      const ahead = known - source.wall();
      if (ahead <= 0 || known <= now()) return;
      wallAt = known;
      countAt = source.monotonic();
      lead = ahead;
    },
    watch(jumped) {
      const watching = setInterval(() => check(jumped), 1_000).unref();
      return { stop: () => clearInterval(watching), check: () => check(jumped) };
    },
  };
}
