import type { CallId, IncidentId, Instant, Lane } from "#kernel";
import type { Call, CentreState } from "../state.ts";
import { asksAll } from "./challenge.ts";
import { worthGlance } from "./glance.ts";
import { isOverloaded, roomNow, triageOf, type WaitsFor, waitsFor } from "./line.ts";
import { tellsNobodyApart } from "./place.ts";
import { isWaiting } from "./room.ts";
import { idleDesks } from "./selection.ts";

/** How the room orders its callers right now, for whoever asks why somebody waits while somebody is free. */
export type RoomReport = {
  readonly order: "triage" | "first-come";
  readonly surge: { readonly since: Instant } | null;
  /** On shift and able to take calls; of them free. */
  readonly operators: number;
  readonly idle: number;
  /** In a surge a lane is served while more than so many are free. With one operator nobody can be kept free. */
  readonly kept: { readonly claim: number; readonly waiting: number };
  readonly lanes: Readonly<Record<Lane, { readonly waiting: number; readonly longestSince: Instant | null }>>;
  /** Why the longest waiting of the waiting lane does not ring though somebody is free; null: nobody waits there, or nobody is free. */
  readonly heldBack: WaitsFor | null;
  /** Too many express callers to answer them all in time: who still can be comes first, then the newest. */
  readonly overloaded: boolean;
  /** Nearly everybody answers the question rightly: it is not waited for. */
  readonly answeredByAll: boolean;
  /** One operator is alone: every new caller left waiting is asked. */
  readonly asksAll: boolean;
  readonly bulletin: IncidentId | null;
  /** What a person might do now: listen to this caller, announce this incident. */
  readonly worthGlance: CallId | null;
  readonly worthBulletin: IncidentId | null;
};

/** Calls about an incident older than this (ms) are no reason to announce it. */
const recent = 1_800_000;

export function reportRoom(state: CentreState, at: Instant): RoomReport {
  const triage = triageOf(state);
  const idle = idleDesks(state);
  const room = triage === null ? null : roomNow(state, triage, idle);
  return {
    order: triage === null ? "first-come" : "triage",
    surge: state.triage.surge && { since: state.triage.surge.since },
    operators: room?.operators ?? idle.length,
    idle: room?.idle ?? idle.length,
    kept: { claim: room?.reservation.claim ?? 0, waiting: room?.reservation.waiting ?? 0 },
    lanes: lanesOf(state),
    heldBack: heldBack(state, at),
    overloaded: triage !== null && isOverloaded(state, triage, at),
    answeredByAll: triage !== null && tellsNobodyApart(state, triage, at),
    asksAll: triage !== null && asksAll(triage, state),
    bulletin: state.triage.bulletin?.incident ?? null,
    worthGlance: worthGlance(state)?.id ?? null,
    worthBulletin: worthBulletin(state, at),
  };
}

/** What each waiting call waits for right now; null: nothing but a free operator. */
export function reportWaits(state: CentreState, at: Instant): (call: Call) => WaitsFor | null {
  const triage = triageOf(state);
  if (triage === null) return () => null;
  const room = roomNow(state, triage, idleDesks(state));
  return (call) => (isWaiting(call) ? waitsFor(call, room, state, at) : null);
}

/** Without triage everybody waits in one line, shown as express. */
function lanesOf(state: CentreState): RoomReport["lanes"] {
  const lanes: Record<Lane, { waiting: number; longestSince: Instant | null }> = {
    express: { waiting: 0, longestSince: null },
    claim: { waiting: 0, longestSince: null },
    waiting: { waiting: 0, longestSince: null },
  };
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (!isWaiting(call)) continue;
    const lane = lanes[call.place?.lane ?? "express"];
    lane.waiting += 1;
    lane.longestSince = Math.min(lane.longestSince ?? Infinity, call.arrivedAt);
  }
  return lanes;
}

function heldBack(state: CentreState, at: Instant): WaitsFor | null {
  const triage = triageOf(state);
  const idle = idleDesks(state);
  if (triage === null || idle.length === 0) return null;
  const room = roomNow(state, triage, idle);
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (call?.state === "queued" && call.place?.lane === "waiting") return waitsFor(call, room, state, at);
  }
  return null;
}

/** The latest incident so many have called about that the room should tell whoever waits. */
function worthBulletin(state: CentreState, at: Instant): IncidentId | null {
  const reports = triageOf(state)?.bulletin?.reports;
  if (reports === undefined || state.triage.bulletin !== null || state.triage.surge === null) return null;
  let found: IncidentId | null = null;
  for (const { id, calls, openedAt } of state.incidents.values())
    if (calls.length >= reports && at - openedAt < recent) found = id;
  return found;
}
