import type { Board, CallRow, PlaceRow } from "@siaga/contracts/live";
import {
  type Call,
  type CallId,
  type CentreState,
  type Instant,
  refusalOf,
  reportWaits,
  type WaitsFor,
} from "@siaga/core";
import type { CallEntry, Entries } from "./entries.ts";

/** The part of a call's row that says where it stands in line. */
export type LineRow = Pick<CallRow, "place" | "parkedAt" | "parkSuggested" | "mayPark">;

/** Reads the line as it stands now; good for the rows of one moment. */
export type ReadLine = (entry: CallEntry) => LineRow;

/** Rows carry the reasons and never a score: facts, not verdicts. */
export function lineAt(state: CentreState, at: Instant): ReadLine {
  const waits = reportWaits(state, at);
  return (entry) => {
    const call = state.calls.get(entry.id);
    const parkedAt = entry.parkedAt ?? null;
    if (call === undefined || call.state === "ended")
      return { place: null, parkedAt, parkSuggested: null, mayPark: false };
    return {
      place: placeRowOf(call, entry, state, waits(call)),
      parkedAt,
      parkSuggested: suggestionOf(call, entry, state),
      mayPark: mayPark(call, state),
    };
  };
}

function placeRowOf(call: Call, entry: CallEntry, state: CentreState, waitsFor: WaitsFor | null): PlaceRow | null {
  const { place } = call;
  if (place === null) return null;
  const { lane, reasons, since, promoted, bulletin, glanced } = place;
  const after = state.policy.triage?.promoteAfter ?? null;
  const promotes = lane === "waiting" && !promoted && after !== null && call.answeredAt === null;
  return {
    lane,
    reasons: [...reasons],
    since,
    promoted,
    promotesAt: promotes ? (call.parkedAt ?? call.arrivedAt) + after : null,
    challenge: challengeOf(place.challenge),
    belief: entry.belief ?? null,
    bulletin,
    glanced,
    waitsFor,
  };
}

function challengeOf(challenge: NonNullable<Call["place"]>["challenge"]): PlaceRow["challenge"] {
  if (challenge.kind !== "answered") return challenge.kind;
  return challenge.response === "none" ? "silent" : challenge.response;
}

/** Holds while the operator talks to this caller and somebody who comes first waits with no desk ringing. */
function suggestionOf(call: Call, { parkSuggestion }: CallEntry, state: CentreState): LineRow["parkSuggested"] {
  if (!call.parkSuggested || call.state !== "answered" || !parkSuggestion) return null;
  const first = comesFirst(state.calls.get(parkSuggestion.waiting)) ? parkSuggestion.waiting : anyWhoComesFirst(state);
  const information = state.policy.triage?.parkInformation === true;
  return first === undefined ? null : { waiting: first, since: parkSuggestion.since, information };
}

const comesFirst = (call: Call | undefined): boolean =>
  call?.state === "queued" && call.place !== null && call.place.lane !== "waiting";

/** The caller it was about is served; another may have come meanwhile. */
const anyWhoComesFirst = (state: CentreState): string | undefined =>
  state.waiting.find((id) => comesFirst(state.calls.get(id)));

function mayPark(call: Call, state: CentreState): boolean {
  const desk = call.answeredBy?.desk;
  return desk !== undefined && refusalOf(state, { type: "park.requested", call: call.id, desk }) === null;
}

/** Calls whose row says something else than the line does now, though nothing happened to them: others moved, time passed. */
export function movedCalls(board: Board, state: CentreState, entries: Entries, at: Instant): Set<CallId> {
  const line = lineAt(state, at);
  const moved = new Set<CallId>();
  for (const { id, place, state: stands } of state.calls.values()) {
    const [row, entry] = [board.calls[id], entries.calls.get(id)];
    if (place === null || stands === "ended" || row === undefined || entry === undefined) continue;
    const now = line(entry);
    if (now.mayPark !== row.mayPark || !sameLine(now, row)) moved.add(id);
  }
  return moved;
}

const sameLine = (one: LineRow, other: LineRow): boolean =>
  one.place?.waitsFor === other.place?.waitsFor && one.parkSuggested?.waiting === other.parkSuggested?.waiting;
