import type { CentreEvent } from "@siaga/core";
import type { EventLog, Promised } from "@siaga/postgres";
import type { Logger } from "pino";
import { type Appending, openCatchUp } from "./catch-up.ts";
import type { OwedNumber } from "./numbers.ts";
import { within } from "./within.ts";

/** What one turn decided, to be made durable as a whole. */
export type Batch = {
  readonly events: readonly CentreEvent[];
  readonly promised: readonly Promised[];
  /** Sequence number of the last event in the log, counting these. */
  readonly seq: number;
  /** Numbers the record has not been told yet. */
  readonly owed: readonly OwedNumber[];
};

/** One journalled turn: what its inputs became, so that it enters the log later byte for byte. */
export type JournalledTurn = {
  readonly epoch: number;
  readonly seq: number;
  readonly events: readonly CentreEvent[];
  readonly promised: readonly Promised[];
  readonly owed: readonly OwedNumber[];
};

/** Fsynced and encrypted, on this machine. */
export interface TurnJournal {
  append(turn: JournalledTurn): Promise<void>;
  /** All of it is in the record now. */
  clear(): Promise<void>;
}

export type WriterParts = {
  readonly epoch: number;
  readonly log: Pick<EventLog, "append">;
  readonly journal: TurnJournal;
  /** Tells the record a number under the id drawn here; repeating it changes nothing. */
  readonly keepNumber: (owed: OwedNumber) => Promise<void>;
  readonly logger: Logger;
  readonly appended: (seconds: number) => void;
  /** Another centre leads: nothing more may be written. */
  readonly fenced: () => void;
  /** The record went away (true) or is whole again (false). */
  readonly journalling: (on: boolean) => void;
};

/** The log refused this writer's epoch. By now the process is being ended. */
export class SupersededError extends Error {
  override name = "SupersededError";
}

/** A call does not wait longer than this for the record (ms): ARCHITECTURE.md, "What must hold". */
export const appendLimit = 500;

export interface Writer {
  /** Resolves when the batch is durable: in the record, else in the journal. One at a time. */
  write(batch: Batch): Promise<void>;
  mode(): "database" | "journal";
  /** Waits for what the record still owes, at most `limit` ms, and stops. */
  close(limit: number): Promise<void>;
}

export function openWriter(parts: WriterParts): Writer {
  const catchUp = openCatchUp(parts);

  /** Waiting for durability is bounded (ARCHITECTURE.md, "What must hold"); past it the call proceeds, and the alarm stands. */
  const toJournal = async ({ events, promised, seq, owed }: Batch): Promise<void> => {
    const journalled = parts.journal.append({ epoch: parts.epoch, seq, events, promised, owed });
    const failed =
      (await within(
        appendLimit,
        journalled.then(() => "kept"),
      )) === null;
    if (failed) parts.logger.fatal("neither the record nor the journal takes events: calls proceed undurable");
  };

  const toRecord = async (batch: Batch): Promise<void> => {
    const began = performance.now();
    const appending = parts.log.append({ events: batch.events, promised: batch.promised });
    const fate = await fateOf(appending);
    if (fate === "appended") return parts.appended((performance.now() - began) / 1000);
    if (fate === "fenced") {
      parts.fenced();
      throw new SupersededError("another centre leads: nothing more may be written");
    }
    parts.logger.error({ reason: fate.reason }, "the record does not take events: journalling");
    catchUp.hold(batch, appending);
    return toJournal(batch);
  };
  return {
    async write(batch) {
      if (batch.events.length === 0 && batch.owed.length === 0) return;
      if (!catchUp.active() && batch.owed.length === 0) return toRecord(batch);
      catchUp.hold(batch, null);
      await toJournal(batch);
    },
    mode: () => (catchUp.active() ? "journal" : "database"),
    close: (limit) => catchUp.close(limit),
  };
}

type Fate = "appended" | "fenced" | { readonly reason: string };

async function fateOf(appending: Appending): Promise<Fate> {
  const late = Promise.withResolvers<Fate>();
  const timer = setTimeout(() => late.resolve({ reason: `no answer within ${appendLimit} ms` }), appendLimit);
  const answer = appending.then(
    (appended): Fate => (appended.ok ? "appended" : "fenced"),
    (error: Error): Fate => ({ reason: error.message }),
  );
  const fate = await Promise.race([answer, late.promise]);
  clearTimeout(timer);
  return fate;
}
