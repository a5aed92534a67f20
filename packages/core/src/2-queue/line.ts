import { leftNow, type TriageParameters } from "#admission";
import type { CallId, Instant } from "#kernel";
import type { Call, CentreState, Desk } from "../state.ts";
import { laneServed, reservationFor, type RoomNow } from "./reservation.ts";
import { isWaiting, mayBeAsked, operatorsPresent, supervisorsStandIn } from "./room.ts";
import { inTimeFirst, isAhead, isExpress } from "./order.ts";
import { hasWaitedOut } from "./wait.ts";

/** The policy's triage, when it is in force. */
export const triageOf = (state: CentreState): TriageParameters | null => state.policy.triage ?? null;

/**
 * Waiting calls that `room` lets be served at some desk, next first. Every offer leaves less room: who may not be served now
 * may not be later in the same turn. Nearly always one is asked for, so the others are not looked at before they are.
 */
export function* inLine(state: CentreState, triage: TriageParameters, room: RoomNow, at: Instant): Generator<Call> {
  if (isOverloaded(state, triage, at)) {
    for (const call of inTimeFirst(state, at)) if (mayRing(call) && ringsAt(call, room, state, at) !== null) yield call;
    return;
  }
  const waitingLaneToo = mayServeWaitingLane(state, triage, room, at);
  for (const id of state.line) {
    const call = state.calls.get(id);
    if (call === undefined) continue;
    // They stand last, and none of them is served now.
    if (!waitingLaneToo && call.place?.lane === "waiting" && call.recalledAt === null) return;
    if (mayRing(call) && ringsAt(call, room, state, at) !== null) yield call;
  }
}

/** Somebody of the waiting lane might be served now; whoever arrived first has waited longest. */
function mayServeWaitingLane(state: CentreState, triage: TriageParameters, room: RoomNow, at: Instant): boolean {
  if (!room.surge || room.supervisorsIdle || laneServed("waiting", true, room)) return true;
  if (room.idle < 1) return false;
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    // Whoever was recalled stands before them all, however lately they called.
    if (call !== undefined && call.recalledAt === null)
      return at - call.arrivedAt >= 2 * (triage.promoteAfter ?? Infinity);
  }
  return false;
}

/** Which desks a waiting call may ring at now; null: none yet. */
export function ringsAt(call: Call, room: RoomNow, state: CentreState, at: Instant): "any" | "supervisors" | null {
  const reason = waitsFor(call, room, state, at);
  if (reason === null) return "any";
  // Overdue: supervisors are not what is kept free of it.
  const isKeptFrom = reason === "operators" || reason === "others-call" || reason === "rest";
  return call.overdue && room.supervisorsIdle && isKeptFrom ? "supervisors" : null;
}

/** The first `most` of those who wait, in the order in which they would be served were everybody free. */
export function lineNow(state: CentreState, at: Instant, most: number): CallId[] {
  const triage = triageOf(state);
  if (triage === null || !isOverloaded(state, triage, at)) return state.line.slice(0, most);
  const ids: CallId[] = [];
  for (const { id } of inTimeFirst(state, at)) if (ids.push(id) >= most) break;
  return ids;
}

/** No desk rings for them, or supervisors' desks may ring as well. */
const mayRing = (call: Call): boolean => call.state === "queued" || call.overdue;

/** So many express callers have waited so long that the next to come would wait as long. */
export function isOverloaded(state: CentreState, { overload }: TriageParameters, at: Instant): boolean {
  if (overload === null) return false;
  let late = 0;
  for (const id of state.line) {
    const call = state.calls.get(id);
    if (call === undefined) continue;
    if (!isExpress(call) && !isAhead(call)) return false;
    if (call.place?.lane === "express" && at - call.place.since > overload.waited && mayRing(call)) late += 1;
    if (late >= overload.calls) return true;
  }
  return false;
}

/** The room as reservation sees it. */
export function roomNow(state: CentreState, triage: TriageParameters, idleDesks: readonly Desk[]): RoomNow {
  const standIn = supervisorsStandIn(state);
  const operators = operatorsPresent(state, standIn);
  const idle = standIn ? idleDesks.length : idleDesks.filter(({ role }) => role !== "supervisor").length;
  let waitingInHand = 0;
  for (const desk of state.desks.values())
    if (desk.state === "on-call" && state.calls.get(desk.call ?? "")?.place?.lane === "waiting") waitingInHand += 1;
  for (const { call } of state.offers.values())
    if (state.calls.get(call)?.place?.lane === "waiting") waitingInHand += 1;
  return {
    operators,
    idle,
    supervisorsIdle: idle < idleDesks.length,
    surge: state.triage.surge !== null,
    waitingInHand,
    reservation: reservationFor(operators, triage.reservation),
  };
}

/** What a call still waits for; each of them passes. */
export type WaitsFor = "question" | "others-call" | "operators" | "rest" | "budget";

/** May this call be offered now (null), or what does it wait for? Only ever a question of when. */
export function waitsFor(call: Call, room: RoomNow, state: CentreState, at: Instant): WaitsFor | null {
  const { place } = call;
  if (place === null || call.recalledAt !== null) return null;
  if (inFirstPrompt(call)) return "question";
  if (call.overdue && (place.lane === "express" || !room.surge)) return null;
  const triage = triageOf(state);
  if (triage !== null && hasWaitedOut(call, triage, at)) return room.idle > 0 ? null : "operators";
  // A lone operator cannot be kept free of anybody.
  const kept = Math.min(triage?.bulletin?.kept ?? 0, room.operators - 1);
  if (knownIncident(call, state) && room.idle <= kept) return "others-call";
  if (!laneServed(place.lane, place.promoted, room)) return "operators";
  if (place.lane !== "waiting") return null;
  if (room.surge && !place.promoted && rests(call, state, at)) return "rest";
  const limited = place.abuser && (room.surge || triage?.budget?.always === true);
  return limited && !withinBudget(state, at) ? "budget" : null;
}

/** New while a bulletin is open, and not yet said to be about something else. */
const knownIncident = (call: Call, { triage }: CentreState): boolean =>
  triage.bulletin !== null && triage.surge !== null && call.place?.bulletin !== "something-else" && mayBeAsked(call);

/** Asked for the first time and not yet answered: the caller is given time to hear the question out, unless already express. */
export const inFirstPrompt = ({ place }: Call): boolean =>
  place?.challenge.kind === "asked" && place.challenge.attempt === 0 && place.lane !== "express";

/** Parked, and still told so: the question comes after the words. */
export const isToldParked = ({ parkedAt, recalledAt, place }: Call): boolean =>
  parkedAt !== null && recalledAt === null && place?.challenge.kind === "none";

/** Something is asked of the caller, or about to be. Nothing is while another order is in force. */
export const isBeingAsked = (call: Call, state: CentreState): boolean =>
  triageOf(state)?.challenge != null && (call.place?.challenge.kind === "asked" || isToldParked(call));

/** A call of the waiting lane has just been rung: the next leaves room for others first. Not one that a desk let pass. */
function rests({ passedOver }: Call, state: CentreState, at: Instant): boolean {
  if (passedOver.length > 0) return false;
  const rest = triageOf(state)?.waitingRest ?? null;
  const { waitingRangAt } = state.triage;
  return rest !== null && waitingRangAt !== null && at - waitingRangAt < rest;
}

function withinBudget(state: CentreState, at: Instant): boolean {
  const budget = triageOf(state)?.budget ?? null;
  return budget === null || leftNow(state.triage.budget, at, budget.perSecond, budget.most) >= budget.charge;
}

/** Somebody waits and no desk rings for them: the room is pressed. Whoever still hears the first question is not counted. */
export function leftWaiting(state: CentreState): boolean {
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (isWaiting(call) && call.state === "queued" && !inFirstPrompt(call)) return true;
  }
  return false;
}
