import { setTimeout as wait } from "node:timers/promises";
import type { EventLog } from "@siaga/postgres";
import type { Batch, WriterParts } from "./writer.ts";

export type Appending = ReturnType<EventLog["append"]>;

const retryAfter = 250;
const mostEvents = 5_000;

/** Brings the record up to what was decided while it was away: held batches in order, then the journal is cleared. */
export interface CatchUp {
  /** True from the first held batch until the record has everything. */
  active(): boolean;
  /** Holds a batch for the record. `unsettled` is its append whose answer did not come in time: it may still. */
  hold(batch: Batch, unsettled: Appending | null): void;
  close(limit: number): Promise<void>;
}

export function openCatchUp(parts: WriterParts): CatchUp {
  const held: Batch[] = [];
  const untold = new Set<Batch["owed"][number]>();
  let working: Promise<void> | null = null;
  let told = false;
  const stopping = new AbortController();

  const alarm = (): void => {
    if (!told) parts.journalling(true);
    told = true;
  };
  const work = async (unsettled: Appending | null): Promise<void> => {
    const appended = await unsettled?.catch(() => null);
    if (appended?.ok) held.shift();
    while (!stopping.signal.aborted) {
      const whole = await tellAll().catch(() => false);
      // A batch may have been held since: asked again without an await in between.
      if (whole && held.length === 0 && untold.size === 0) break;
      if (whole) continue;
      alarm();
      await wait(retryAfter, undefined, { signal: stopping.signal }).catch(() => {});
    }
    working = null;
    if (stopping.signal.aborted || !told) return;
    told = false;
    parts.journalling(false);
  };
  /** True once the record has everything and the journal is empty; throws while the record is away. */
  const tellAll = async (): Promise<boolean> => {
    for (const owed of untold) {
      await parts.keepNumber(owed);
      untold.delete(owed);
    }
    while (held.length > 0) await appendSome();
    if (untold.size === 0) await parts.journal.clear();
    return true;
  };
  /** The log itself recognises a batch whose answer was lost: sending it again writes it once. */
  const appendSome = async (): Promise<void> => {
    const some = firstOf(held);
    const appended = await parts.log.append({
      events: some.flatMap(({ events }) => events),
      promised: some.flatMap(({ promised }) => promised),
    });
    if (!appended.ok) {
      parts.fenced();
      throw new Error("another centre leads");
    }
    held.splice(0, some.length);
  };

  return {
    active: () => working !== null,
    hold(batch, unsettled) {
      held.push(batch);
      for (const owed of batch.owed) untold.add(owed);
      working ??= work(unsettled);
      if (unsettled !== null) alarm();
    },
    async close(limit) {
      if (working !== null) await Promise.race([working, wait(limit)]);
      stopping.abort();
    },
  };
}

/** As many whole batches as make one transaction of a sensible size. */
function firstOf(batches: readonly Batch[]): readonly Batch[] {
  let events = 0;
  const beyond = batches.findIndex((batch) => (events += batch.events.length) > mostEvents);
  return beyond === -1 ? [...batches] : batches.slice(0, Math.max(1, beyond));
}
