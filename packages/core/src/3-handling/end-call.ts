import type { CallId, Outcome } from "#kernel";
import { isWaiting, offersOf, withdrawOffers } from "#queue";
import type { EventOf } from "../event.ts";
import type { InputOf } from "../input.ts";
import type { Call } from "../state.ts";
import { startTimer, stopTimer, wrapUpTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { stopWaiting } from "./answer.ts";
import { openCallback } from "./callback.ts";
import { takeAllOut } from "./party.ts";
import { recall } from "./recall.ts";
import { finishWrapUp } from "./wrap-up.ts";

type End = Pick<EventOf<"call.ended">, "by" | "code"> & { readonly outcome: Outcome };

/** The caller hung up. First match wins (GLOSSARY, "How a call ends"). */
export function hangUp(turn: Turn, input: InputOf<"call.hung-up">): void {
  endCall(turn, input.call, (call) => ({ outcome: reached(call) ?? abandoned(call), by: "caller", code: null }));
}

/** Protocol or media failed, with the SIP code. */
export function failCall(turn: Turn, input: InputOf<"call.failed">): void {
  endCall(turn, input.call, (call) => ({
    outcome: reached(call) ?? "setup_failed",
    by: "network",
    code: input.code,
  }));
}

/** The exchange no longer has the call: our fault, and said so. */
export function loseCall(turn: Turn, input: InputOf<"call.lost">): void {
  endCall(turn, input.call, (call) => ({ outcome: reached(call) ?? "interrupted", by: "house", code: null }));
}

/** No channel was free; the call was admitted and never waited. */
export function endCongested(turn: Turn, input: InputOf<"call.congested">): void {
  endCall(turn, input.call, () => ({ outcome: "congestion", by: "house", code: input.status }));
}

/** Stands for a BYE (RFC 3261 §15): whoever spoke hung up. */
const hungUp = 200;

/**
 * The side of the fallback that has the caller is over. Only a hang-up there ends the call; a leg that failed leaves a
 * caller with nobody, who comes back first in the queue. A fallback that never answered changes nothing: it is rung again.
 */
export function leaveFallback(turn: Turn, input: InputOf<"fallback.failed">): void {
  const call = turn.state.calls.get(input.call);
  if (call?.state !== "elsewhere" || (call.takenBy ?? input.target) !== input.target) return;
  if (input.code !== hungUp) return recall(turn, call);
  endCall(turn, input.call, () => ({ outcome: "answered_elsewhere", by: "network", code: input.code }));
  turn.ask({ type: "call.hang-up", call: input.call });
}

/** The operator ended the conversation for all who were in it. */
export function endByOperator(turn: Turn, id: CallId): void {
  endCall(turn, id, () => ({ outcome: "answered", by: "operator", code: null }));
  turn.ask({ type: "call.hang-up", call: id });
}

/** Whoever had been left with the caller hung up: that conversation is over. */
export function endTransferred(turn: Turn, id: CallId): void {
  endCall(turn, id, () => ({ outcome: "answered", by: "network", code: null }));
  turn.ask({ type: "call.hang-up", call: id });
}

const reached = (call: Call): Outcome | null =>
  call.answeredBy !== null ? "answered" : call.answeredAt !== null ? "answered_elsewhere" : null;

function abandoned(call: Call): Outcome {
  if (call.announcedAt === null) return "abandoned_ringing";
  return call.promptHeard ? "abandoned_in_queue" : "left_in_announcement";
}

/** The one door through which a call ends. */
function endCall(turn: Turn, id: string, how: (call: Call) => End): void {
  const call = turn.state.calls.get(id);
  if (call === undefined || call.state === "ended") return;
  const end = how(call);
  if (isWaiting(call)) leaveQueue(turn, call);
  if (call.state === "held") stopTimer(turn, `hold:${id}`);
  takeAllOut(turn, id);
  const waited = (call.answeredAt ?? turn.at) - call.arrivedAt;
  const talked = call.answeredAt === null ? 0 : turn.at - call.answeredAt;
  openCallback(turn, call, end.outcome);
  reviewUnwritten(turn, call);
  turn.emit({ type: "call.ended", call: id, ...end, waited, talked, test: call.test });
  clearAlarm(turn, "audio-missing", id);
  if (call.answeredBy !== null) enterWrapUp(turn, call, call.answeredBy.desk);
}

/** An operator spoke, left, and said nothing of it: somebody looks again. */
function reviewUnwritten(turn: Turn, call: Call): void {
  if (call.answeredBy === null || call.classification !== null) return;
  for (const desk of turn.state.desks.values()) if (desk.call === call.id) return;
  turn.emit({ type: "call.classified", call: call.id, operator: null, classification: "unclear", by: "policy" });
}

function leaveQueue(turn: Turn, call: Call): void {
  withdrawOffers(turn, offersOf(turn.state, call.id));
  if (call.overdue) turn.ask({ type: "fallback.stop", call: call.id });
  stopWaiting(turn, call);
}

/** Already classified during the call: there is nothing left to write and the desk is free at once. */
function enterWrapUp(turn: Turn, call: Call, at: string): void {
  const desk = turn.state.desks.get(at);
  clearAlarm(turn, "desk-vanished", at);
  if (desk?.state !== "wrap-up" || desk.call !== call.id) return;
  if (call.classification !== null) finishWrapUp(turn, desk, false);
  else startTimer(turn, wrapUpTimer(desk, call.id, turn.state.policy));
}
