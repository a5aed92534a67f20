import type { TriageParameters } from "#admission";
import type { DeskId, Duration, Instant } from "#kernel";
import { idleDesks, isWaiting, triageOf } from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Desk } from "../state.ts";
import { overdueTimer, parkedTimer, startTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { arrange, partiesOf } from "./arrange.ts";
import { forgetDeskSide } from "./recall.ts";

/** A parked caller stands at least this much above the express lane (log-odds). */
const parkedRisk = 1;

/** While an express caller waits and nobody is free, operators in waiting-lane calls are asked to park them. */
export function considerParking(turn: Turn): void {
  const triage = triageOf(turn.state);
  if (triage === null || neediest(turn.state) === null || idleDesks(turn.state).length > 0) return;
  for (const desk of turn.state.desks.values()) {
    const call = inConversation(turn.state, desk);
    const after = call === null ? null : parkableAfter(turn.state, call, triage);
    if (call === null || after === null || call.parkSuggested) continue;
    if (call.spokenSince + after <= turn.at) suggest(turn, call, desk.desk);
  }
}

/** The desk is shown the question; what is done with it is the operator's. */
function suggest(turn: Turn, call: Call, desk: DeskId): void {
  const waiting = neediest(turn.state);
  if (waiting === null) return;
  turn.emit({ type: "park.suggested", call: call.id, desk, waiting: waiting.id });
}

/** The express or claiming caller who has waited longest with no desk ringing. */
function neediest(state: CentreState): Call | null {
  let first: Call | null = null;
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (!isWaiting(call) || call.state !== "queued" || !call.place || call.place.lane === "waiting") continue;
    if (first === null || since(call) < since(first)) first = call;
  }
  return first;
}
const since = (call: Call): Instant => call.place?.since ?? call.arrivedAt;

function inConversation(state: CentreState, desk: Desk): Call | null {
  if (desk.state !== "on-call" || desk.call === null) return null;
  const call = state.calls.get(desk.call);
  return call?.state === "answered" ? call : null;
}

/** How long into the conversation the operator may be asked; null: not about this caller. Nobody is asked twice to wait. */
function parkableAfter(state: CentreState, { place, parkedAt }: Call, triage: TriageParameters): Duration | null {
  if (place === null) return null;
  if (place.lane === "waiting" && triage.preemptAfter !== null) return triage.preemptAfter;
  const known = place.reasons.includes("genuine-before");
  return parkedAt !== null || known || state.triage.surge === null || state.triage.bulletin !== null
    ? null
    : triage.parkAnyAfter;
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
