import type { Board, Figures, Patch, Room } from "@siaga/contracts/live";
import type { Caller, CentreEvent, CentreState, Instant, Ledger, PersonalId, RoomReport } from "@siaga/core";
import { reportRoom } from "@siaga/core";
import type { LiveBoard } from "../ports.ts";
import { type CallEntry, type Entries, nothingTouched, type Touched } from "./entries.ts";
import { figuresOf } from "./figures.ts";
import { foldEvent } from "./fold.ts";
import { forgetOld } from "./retention.ts";
import {
  alarmRowOf,
  callbackRowOf,
  callRowOf,
  deskRowOf,
  dispatchRowOf,
  incidentRowOf,
  type RowSources,
} from "./rows.ts";
import { changedRows, entryRows } from "./row-changes.ts";
import { lineAt, movedCalls } from "./place-row.ts";
import { keptDesks, roomRowOf, type RoomSources } from "./room-row.ts";

/** ms between two looks at the whole room. */
const refreshes = { whenChanged: 250, inSurge: 1_000 } as const;

/** The live board's writing side, used by the runtime alone. */
export interface BoardWriter extends LiveBoard {
  /** Folds the events of one batch and makes its rows; called right after the core's steps, with the state they left. */
  advance(events: readonly CentreEvent[], seq: number, at: Instant): Patch;
  /** Shows a patch made by `advance` once its events are durable. */
  publish(patch: Patch): void;
  /** Words that were read meanwhile: makes and shows their rows again. */
  reread(ids: readonly PersonalId[]): void;
  entries(): Entries;
  /**
   * Shows what depends on the whole room and on time: the room itself, what waiting calls wait for. Asked for often; at
   * work only when something was committed since, or a second has passed in a surge.
   */
  refresh(at: Instant): void;
}

export type BoardParts = {
  readonly entries: Entries;
  readonly state: () => CentreState;
  readonly ledger: () => Ledger;
  readonly seq: number;
  readonly at: Instant;
};

/** The board as of `parts`, ready to be advanced. */
export function openBoard(parts: BoardParts, sources: RowSources & RoomSources): BoardWriter {
  const { entries } = parts;
  const report = (at: Instant): RoomReport => reportRoom(parts.state(), at);
  const roomAt = (told: RoomReport, at: Instant): Room => roomRowOf(told, parts.state(), entries, at, sources);
  /** Rows were made whose events are not durable yet; committed since the room was last made. */
  let [unshown, isStale, roomMadeAt] = [0, false, parts.at];
  /** Screens were told of everything up to here; the board may be ahead. */
  let toldSeq = parts.seq;
  const listeners = new Set<(patch: Patch) => void>();
  let board: Board = {
    type: "board",
    seq: parts.seq,
    at: parts.at,
    calls: {},
    desks: {},
    incidents: {},
    dispatches: {},
    callbacks: {},
    alarms: {},
    figures: figuresOf(parts.state(), parts.ledger(), entries),
    room: roomAt(report(parts.at), parts.at),
  };

  /** Makes the touched rows anew, lays them over the board and says what changed. */
  const remake = (touched: Touched, seq: number, at: Instant): Patch => {
    const state = parts.state();
    const [line, kept] = [lineAt(state, at), keptDesks(state, report(at))];
    const changes = {
      calls: entryRows(board.calls, touched.calls, entries.calls, (entry) => callRowOf(entry, sources, line)),
      incidents: entryRows(board.incidents, touched.incidents, entries.incidents, (entry) =>
        incidentRowOf(entry, sources),
      ),
      dispatches: entryRows(board.dispatches, touched.dispatches, entries.dispatches, (entry) =>
        dispatchRowOf(entry, sources),
      ),
      callbacks: entryRows(board.callbacks, touched.callbacks, entries.callbacks, (entry) =>
        callbackRowOf(entry, sources),
      ),
      desks: changedRows(board.desks, state.desks, (desk) => deskRowOf(desk, state, kept, sources)),
      alarms: changedRows(board.alarms, state.alarms, (alarm) => alarmRowOf(alarm, sources)),
    };
    const figures = figuresOf(state, parts.ledger(), entries);
    const patch: Patch = { type: "patch", seq, after: board.seq, at };
    for (const [name, rows] of Object.entries(changes)) if (rows !== null) Object.assign(patch, { [name]: rows });
    if (!isSame(figures, board.figures)) patch.figures = figures;
    board = { ...board, seq, at, figures };
    return patch;
  };
  const publish = (patch: Patch): void => {
    toldSeq = patch.seq;
    if (isTold(patch)) for (const listener of listeners) listener(patch);
  };
  const refresh = (at: Instant): void => {
    const since = at - roomMadeAt;
    const isDue = isStale ? since >= refreshes.whenChanged : board.room.surge !== null && since >= refreshes.inSurge;
    if (!isDue || unshown > 0) return;
    [isStale, roomMadeAt] = [false, at];
    const patch = remake({ ...nothingTouched(), calls: movedCalls(board, parts.state(), entries, at) }, board.seq, at);
    const room = roomAt(report(at), at);
    if (!isSame(room, board.room)) {
      board = { ...board, room };
      patch.room = room;
    }
    publish(patch);
  };

  remake(everything(entries), parts.seq, parts.at);
  return {
    board: () => board,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance(events, seq, at) {
      const touched = nothingTouched();
      for (const event of events) foldEvent(event, entries, touched);
      forgetOld(entries, parts.state(), touched);
      unshown += 1;
      return remake(touched, seq, at);
    },
    publish(patch) {
      unshown -= 1;
      isStale = true;
      publish(patch);
      refresh(patch.at);
    },
    refresh,
    reread: (ids) =>
      publish({
        ...remake(mentioning(new Set(ids), entries), board.seq, board.at),
        seq: toldSeq,
        after: toldSeq,
      }),
    entries: () => entries,
    lastPolicyChange: () => entries.policyChanges[0] ?? null,
  };
}

/** Something to show, or events of which nothing shows: who is not told of those takes the next patch for a gap. */
const isTold = ({ type: _type, seq, after, at: _at, ...changes }: Patch): boolean =>
  seq > (after ?? seq) || Object.keys(changes).length > 0;

const everything = (entries: Entries): Touched => ({
  calls: new Set(entries.calls.keys()),
  incidents: new Set(entries.incidents.keys()),
  dispatches: new Set(entries.dispatches.keys()),
  callbacks: new Set(entries.callbacks.keys()),
});

function mentioning(ids: ReadonlySet<PersonalId>, entries: Entries): Touched {
  const touched = nothingTouched();
  const names = ({ caller }: { readonly caller: Caller | null }): boolean =>
    caller?.kind === "number" && ids.has(caller.id);
  for (const entry of entries.calls.values())
    if (names(entry) || numbersIn(entry).some((id) => ids.has(id))) touched.calls.add(entry.id);
  for (const entry of entries.callbacks.values()) if (names(entry)) touched.callbacks.add(entry.id);
  for (const entry of entries.incidents.values()) {
    const texts = [entry.narrative, entry.place.spoken];
    if (names(entry) || texts.some((id) => id !== null && ids.has(id))) touched.incidents.add(entry.id);
  }
  for (const entry of entries.dispatches.values())
    if (entry.declineReason !== null && ids.has(entry.declineReason)) touched.dispatches.add(entry.id);
  return touched;
}

/** Numbers dialled into a call. */
const numbersIn = ({ parties = [], partyLeft }: CallEntry): PersonalId[] =>
  [...parties, ...(partyLeft ? [partyLeft] : [])].flatMap(({ to, via = to }) =>
    via.kind === "number" ? [via.number] : [],
  );

const isSame = <T extends Figures | Room>(one: T, other: T): boolean => JSON.stringify(one) === JSON.stringify(other);
