import type { Snapshots } from "@siaga/postgres";
import type { Logger } from "pino";
import { type Standing, storeStanding } from "./standing.ts";

const every = 1_000;
/** ms from one snapshot to the next: at 400 calls a second, 1,000 events are half a second. */
const spacing = 5_000;
/** Larger ones are kept too, but more seldom, so that making their text never takes more than a small share of the time. */
const usual = 5 * 1024 * 1024;

/** Keeps a snapshot about every 1,000 events, in a flood every 5 s (one above 5 MB more seldom): a restart then folds few. */
export interface SnapshotKeeper {
  /** Called after each durable turn, when the standing is exactly what the log holds. */
  consider(standing: Standing): void;
}

export function keepSnapshots(snapshots: Snapshots, from: number, log: Logger): SnapshotKeeper {
  let last = from;
  let keptAt = Number.NEGATIVE_INFINITY;
  let saving = false;
  let pause = spacing;
  return {
    consider(standing) {
      if (saving || standing.seq - last < every || performance.now() - keptAt < pause) return;
      last = standing.seq;
      keptAt = performance.now();
      // Written as text at once: the state goes on changing while the database takes it.
      const text = JSON.stringify(storeStanding(standing));
      pause = spacing * Math.max(1, (text.length / usual) ** 2);
      if (text.length > usual) log.warn({ bytes: text.length }, "the snapshot is larger than 5 MB: kept more seldom");
      saving = true;
      snapshots
        .save(standing.seq, text)
        .catch((error: Error) => log.warn({ error: error.message }, "a snapshot could not be kept"))
        .finally(() => (saving = false));
    },
  };
}
