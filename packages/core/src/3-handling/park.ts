import type { TriageParameters } from "#admission";
import type { DeskId, Instant } from "#kernel";
import {
  idleDesks,
  isKnownGood,
  isWaiting,
  operatorsPresent,
  roomNow,
  tellsNobodyApart,
  triageOf,
  waitsFor,
} from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Desk } from "../state.ts";
import { overdueTimer, parkedTimer, startTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { arrange, partiesOf } from "./arrange.ts";
import { forgetDeskSide } from "./recall.ts";

/** A parked caller stands at least this much above the express lane (log-odds). */
const parkedRisk = 1;

/**
 * While an express caller waits and nobody is free, or fewer than a claim needs, operators are asked to let theirs wait
 * again: as many at a time as callers wait. The desk is shown the question; what is done with it is the operator's.
 */
export function considerParking(turn: Turn): void {
  const triage = triageOf(turn.state);
  if (triage === null) return;
  const young: { readonly call: Call; readonly desk: DeskId }[] = [];
  for (const desk of turn.state.desks.values()) {
    const call = inConversation(turn.state, desk);
    if (call !== null && mayBeParked(turn, call, triage)) young.push({ call, desk: desk.desk });
  }
  const waiting = young.length === 0 ? [] : unserved(turn.state);
  const [neediest] = waiting;
  if (neediest === undefined || !isHeldUp(turn, neediest, triage)) return;
  young.sort((one, other) => parkedSooner(one.call, other.call));
  for (const { call, desk } of young.slice(0, waiting.length))
    turn.emit({ type: "park.suggested", call: call.id, desk, waiting: neediest.id });
}

/** Too few are free for this caller. In a surge a claim needs more than one. */
function isHeldUp({ state, at }: Turn, waiting: Call, triage: TriageParameters): boolean {
  const idle = idleDesks(state);
  if (idle.length === 0 || waiting.place?.lane !== "claim") return idle.length === 0;
  return waitsFor(waiting, roomNow(state, triage, idle), state, at) === "operators";
}

/** The waiting lane first; then the conversation that has only begun: the longer one lasts, the likelier it is in need. */
const parkedSooner = (one: Call, other: Call): number =>
  Number(other.place?.lane === "waiting") - Number(one.place?.lane === "waiting") ||
  other.spokenSince - one.spokenSince;

/** Express and claiming callers for whom no desk rings, the one who has waited longest first. */
function unserved(state: CentreState): Call[] {
  const calls: Call[] = [];
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (isWaiting(call) && call.state === "queued" && call.place && call.place.lane !== "waiting") calls.push(call);
  }
  return calls.sort((one, other) => since(one) - since(other));
}
const since = (call: Call): Instant => call.place?.since ?? call.arrivedAt;

function inConversation(state: CentreState, desk: Desk): Call | null {
  if (desk.state !== "on-call" || desk.call === null) return null;
  const call = state.calls.get(desk.call);
  return call?.state === "answered" ? call : null;
}

/** Whether the operator may be asked about this conversation now. Nobody is asked twice to wait. */
function mayBeParked({ state, at }: Turn, call: Call, triage: TriageParameters): boolean {
  const { place, parkedAt, parkSuggested } = call;
  if (place === null || (parkSuggested && !mayBeAskedAgain(state, at, call, triage))) return false;
  const spoken = at - call.spokenSince;
  if (place.lane === "waiting" && triage.preemptAfter !== null) return spoken >= triage.preemptAfter;
  if (parkedAt !== null || isKnownGood(call) || state.triage.surge === null || state.triage.bulletin !== null)
    return false;
  const { parkAnyAfter, parkAnyUntil } = triage;
  return parkAnyAfter !== null && spoken >= parkAnyAfter && spoken <= (parkAnyUntil ?? Infinity);
}

/** Operators are asked once more while only they tell callers apart, and where one of them is alone. */
function mayBeAskedAgain(state: CentreState, at: Instant, call: Call, triage: TriageParameters): boolean {
  const { parkSuggestedAt } = call;
  if (parkSuggestedAt === null) return false;
  const after = [
    tellsNobodyApart(state, triage, at) ? triage.answeredByAll?.parkAgainAfter : null,
    operatorsPresent(state) === 1 ? triage.alone?.parkAgainAfter : null,
  ].filter((time) => time != null);
  return after.length > 0 && at - parkSuggestedAt >= Math.min(...after);
}

/** Why the caller cannot be parked. Parking is the operator's own act, whoever the caller is. */
export function refusePark(state: CentreState, input: InputOf<"park.requested">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (call === undefined || call.state === "ended") return "call-ended";
  if (call.answeredBy?.desk !== input.desk || call.state !== "answered" || call.place === null) return "not-your-call";
  return partiesOf(state, input.call).length > 0 ? "in-conversation" : null;
}

/** The caller waits again: keeps the line, hears so, and has a way back to a person. The desk is free at once. */
export function park(turn: Turn, input: InputOf<"park.requested">): void {
  const call = turn.state.calls.get(input.call);
  if (call === undefined || refusePark(turn.state, input) !== null || call.place === null) return;
  const { operator } = call.answeredBy!;
  const risk = Math.max(parkedRisk + 1, call.place.risk + 1);
  turn.emit({ type: "call.parked", call: call.id, desk: input.desk, operator, risk });
  clearAlarm(turn, "desk-vanished", input.desk);
  if (turn.state.desks.get(input.desk)?.connected === false) {
    turn.emit({ type: "operator.paused", operator, desk: input.desk, reason: "vanished" });
  }
  forgetDeskSide(turn, call);
  arrange(turn, call.id);
  if (triageOf(turn.state)?.challenge == null) {
    turn.ask({ type: "prompt.play", call: call.id, prompt: "still-waiting", loop: true });
  } else {
    turn.ask({ type: "prompt.play", call: call.id, prompt: "parked", loop: false });
    startTimer(turn, parkedTimer(call, turn.at));
  }
  startTimer(turn, overdueTimer(call, turn.state.policy, turn.at));
}
