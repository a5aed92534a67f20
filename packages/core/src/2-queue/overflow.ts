import type { CallId } from "#kernel";
import type { InputOf } from "../input.ts";
import type { Call } from "../state.ts";
import { overdueTimer, startTimer } from "../timers.ts";
import { clearAlarm, raiseAlarm, type Turn } from "../turn.ts";
import { inOrder } from "./priority.ts";
import { isStaffed, isWaiting } from "./room.ts";

/** Subject of the alarm that nobody is signed in. */
const room = "room";

/** Unanswered past the limit: supervisors and fallback numbers ring too, every screen sounds; the place is kept. */
export function overrun(turn: Turn, input: InputOf<"answer.overdue">): void {
  const call = turn.state.calls.get(input.call);
  if (!isWaiting(call)) return;
  if (waitsBehind(turn, call)) return startTimer(turn, overdueTimer(call, turn.state.policy, turn.at));
  if (call.overdue) ringFallback(turn, call);
  else callOutside(turn, call);
  raiseAlarm(turn, "call-unanswered", call.id);
  if (turn.state.policy.fallback.length > 0) startTimer(turn, overdueTimer(call, turn.state.policy, turn.at));
}

/** In a surge supervisors and neighbours are kept for those who come first, until the caller's promotion. */
const waitsBehind = ({ state }: Turn, { place }: Call): boolean =>
  state.triage.surge !== null && place?.lane === "waiting" && !place.promoted && isStaffed(state);

/** Calls that wait in a room where nobody can take them do not wait for the answer limit. */
export function overflowEmptyRoom(turn: Turn, touched: Iterable<CallId>): void {
  const { state } = turn;
  if (isStaffed(state)) return clearAlarm(turn, "nobody-signed-in", room);
  if (state.waiting.length === 0) return;
  const calls = state.alarms.has(`nobody-signed-in:${room}`) ? callsOf(turn, touched) : inOrder(state);
  for (const call of calls) if (isWaiting(call) && !call.overdue) callOutside(turn, call);
  raiseAlarm(turn, "nobody-signed-in", room);
}

function* callsOf(turn: Turn, ids: Iterable<CallId>): Generator<Call | undefined> {
  for (const id of ids) yield turn.state.calls.get(id);
}

function callOutside(turn: Turn, call: Call): void {
  turn.emit({ type: "call.overdue", call: call.id, targets: turn.state.policy.fallback.map(({ name }) => name) });
  ringFallback(turn, call);
}

function ringFallback(turn: Turn, call: Call): void {
  for (const target of turn.state.policy.fallback) turn.ask({ type: "fallback.ring", call: call.id, target });
}
