import type { Duration } from "@siaga/core";
import type { Elapsed } from "../clock.ts";
import type { Limits } from "../limits.ts";
import type { Leader } from "./leader.ts";

/** What decides whether a centre has been silent for too long. Times are of the steady clock. */
export type Listening = { readonly leader: Leader; readonly heardAt: Duration; readonly handingSince: Duration };

/** A pause of our own longer than this (ms) means that what the centre said meanwhile is not yet read. */
const stall = 1_000;

/** Looks a few times a second; `onSilent` when the centre said nothing for too long, or a hand-over does not end. Returns the stopper. */
export function watchForSilence(
  elapsed: Elapsed,
  limits: Pick<Limits, "centreSilent" | "handOver">,
  listening: () => Listening,
  onSilent: () => void,
): () => void {
  let checkedAt = elapsed();
  const watch = setInterval(
    () => {
      const now = elapsed();
      const stalled = now - checkedAt > stall;
      checkedAt = now;
      if (stalled) return;
      const { leader, heardAt, handingSince } = listening();
      const silent = leader === "centre" && now - heardAt > limits.centreSilent;
      const endless = leader === "handing-over" && now - handingSince > limits.handOver;
      if (silent || endless) onSilent();
    },
    Math.min(250, limits.centreSilent / 4),
  );
  return () => clearInterval(watch);
}
