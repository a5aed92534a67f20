import { type CentreEvent, reconcile } from "@siaga/core";
import type { Record } from "@siaga/postgres";
import type { Logger } from "pino";
import type { Clock } from "../ports.ts";
import { foldBeside, foldStanding, type Standing } from "./standing.ts";
import type { JournalledTurn, TurnJournal } from "./writer.ts";

export type LeftTurnsParts = {
  readonly record: Pick<Record, "log" | "personal">;
  readonly journal: TurnJournal & { left(): Promise<readonly JournalledTurn[]> };
  readonly standing: Standing;
  /** Who wrote last, before this process took the lease. */
  readonly lastEpoch: number;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * Brings turns that only the journal holds (the process ended while the record was away) into the log: byte for byte
 * where nobody wrote meanwhile, else as late facts with their own times. Then the journal is empty.
 */
export async function tellLeftTurns(parts: LeftTurnsParts): Promise<void> {
  const { record, journal, standing } = parts;
  const left = await journal.left();
  if (left.length === 0) return;
  for (const { owed } of left)
    for (const { id, number } of owed) await record.personal.put("number", number, { id, lookup: number });
  const wholeUpTo = standing.seq;
  for (const turn of left) {
    if (turn.epoch !== parts.lastEpoch) await append(parts, lateFacts(parts, turn.events), []);
    else if (turn.seq > wholeUpTo) {
      foldStanding(standing, turn.events);
      await append(parts, turn.events, turn.promised);
    }
  }
  await journal.clear();
  parts.log.info({ turns: left.length, seq: standing.seq }, "the journal's turns are in the log");
}

/** The events are folded already; only their place in the log follows. */
async function append(
  { record, standing }: LeftTurnsParts,
  events: readonly CentreEvent[],
  promised: JournalledTurn["promised"],
): Promise<void> {
  const appended = await record.log.append({ events, promised });
  if (!appended.ok) throw new Error("another centre leads while the journal is told");
  standing.seq = appended.seq;
}

/** Told as if the exchange still held every call: what it really holds is settled when it is met. */
function lateFacts({ standing, clock }: LeftTurnsParts, facts: readonly CentreEvent[]): readonly CentreEvent[] {
  const { state } = standing;
  const outgoing = [...state.callbacks.values()].flatMap((callback) => callback.outgoing?.call ?? []);
  const calls = [...state.calls.keys(), ...outgoing, ...facts.flatMap((fact) => ("call" in fact && fact.call) || [])];
  const { events } = reconcile(state, {
    lateFacts: facts,
    heldCalls: calls.map((call) => ({ call, joinedDesk: null, signalling: "ringing" })),
    connectedDesks: state.linked,
    now: clock.now(),
  });
  foldBeside(standing, events);
  return events;
}
