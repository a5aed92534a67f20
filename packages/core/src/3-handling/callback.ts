import type { CallId, Outcome, PersonalId } from "#kernel";
import { offerAt } from "#queue";
import type { EffectOf } from "../effect.ts";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, Callback, CentreState } from "../state.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { isThere } from "./arrange.ts";

const reachedSomebody: readonly Outcome[] = ["answered", "answered_elsewhere"];

/**
 * A caller we did not speak to is called back. One row per caller: an older one is kept, and a caller who is
 * already trying again is not called back for the earlier attempt. Opened while the call still lives: the row
 * takes caller and line from it.
 */
export function openCallback(turn: Turn, call: Call, outcome: Outcome): void {
  if (call.test || call.caller.kind === "withheld" || reachedSomebody.includes(outcome)) return;
  if (callbackOf(turn.state, call.caller.id) !== undefined) return;
  if (isCallingAgain(turn.state, call.id, call.caller.id)) return;
  turn.emit({ type: "callback.opened", callback: call.id, because: outcome });
}

/** The same caller got through by themselves. A conversation already being dialled is left to its operator. */
export function closeCallbackOf(turn: Turn, call: Call): void {
  if (call.caller.kind === "withheld") return;
  const open = callbackOf(turn.state, call.caller.id);
  if (open === undefined || open.outgoing !== null) return;
  turn.emit({ type: "callback.closed", callback: open.id, operator: null, reason: "called-again" });
}

const callbackOf = ({ callbacks, callbackOf: rows }: CentreState, caller: PersonalId): Callback | undefined =>
  callbacks.get(rows.get(caller) ?? "");

function isCallingAgain(state: CentreState, call: CallId, caller: string): boolean {
  for (const other of state.calls.values()) {
    if (other.id === call || other.state === "ended" || other.caller.kind === "withheld") continue;
    if (other.caller.id === caller) return true;
  }
  return false;
}

/** Why this desk cannot call back now. */
export function refuseCallback(state: CentreState, input: InputOf<"callback.requested">): RefusalCode | null {
  const callback = state.callbacks.get(input.callback);
  if (callback === undefined) return "unknown-callback";
  if (callback.outgoing !== null) return "callback-in-progress";
  const desk = state.desks.get(input.desk);
  if (desk === undefined) return "not-signed-in";
  if (desk.state !== "available" && desk.state !== "not-ready") return "desk-busy";
  if (offerAt(state, desk.desk) !== undefined) return "desk-busy";
  return desk.connected ? null : "no-audio";
}

/** One key: the caller's number is dialled and joined to this desk. */
export function dialCallback(turn: Turn, input: InputOf<"callback.requested">): void {
  if (refuseCallback(turn.state, input) !== null) return;
  const callback = turn.state.callbacks.get(input.callback)!;
  const { operator } = turn.state.desks.get(input.desk)!;
  const { outgoing, desk } = input;
  turn.emit({
    type: "callback.dialled",
    callback: callback.id,
    outgoing,
    desk,
    operator,
    attempt: callback.attempts + 1,
  });
  turn.ask({ type: "callback.dial", outgoing, callback: callback.id, desk, caller: callback.caller });
}

/** The callback whose outgoing conversation this is. */
export function callbackDialling(state: CentreState, outgoing: CallId): Callback | undefined {
  for (const callback of state.callbacks.values()) if (callback.outgoing?.call === outgoing) return callback;
  return undefined;
}

/** The person we called back speaks. */
export function answerCallback(turn: Turn, input: InputOf<"callback.answered">): void {
  const callback = callbackDialling(turn.state, input.outgoing);
  if (callback === undefined || callback.outgoing?.answeredAt !== null) return;
  turn.emit({ type: "callback.answered", callback: callback.id, outgoing: input.outgoing });
  holdWithoutDesk(turn, input.outgoing);
}

/** Somebody we called back speaks to a desk that is gone: they hear that it comes back. Only a person ends that call. */
export function holdWithoutDesk(turn: Turn, id: CallId): void {
  const effect = callbackHeard(turn.state, callbackDialling(turn.state, id));
  if (effect?.type === "call.hold") turn.ask(effect);
}

/** What somebody we called back hears, once they speak: the desk, or while it is gone that it comes back. */
export function callbackHeard(
  state: CentreState,
  callback: Callback | undefined,
): EffectOf<"call.hold" | "call.resume"> | null {
  const outgoing = callback?.outgoing ?? null;
  if (outgoing === null || outgoing.answeredAt === null) return null;
  const { call, desk } = outgoing;
  return { type: isThere(state, desk) ? "call.resume" : "call.hold", call, desk };
}

/** Reached: the row is done. Not reached: it stays in the list with one attempt more, until a person closes it. */
export function endCallback(turn: Turn, input: { readonly outgoing: CallId; readonly code: number }): void {
  const callback = callbackDialling(turn.state, input.outgoing);
  const outgoing = callback?.outgoing;
  if (callback === undefined || outgoing === null || outgoing === undefined) return;
  const talked = outgoing.answeredAt === null ? 0 : turn.at - outgoing.answeredAt;
  const desk = turn.state.desks.get(outgoing.desk);
  const paused = desk?.connected === false ? "vanished" : (desk?.reason ?? null);
  turn.emit({ type: "callback.ended", callback: callback.id, outgoing: outgoing.call, code: input.code, talked });
  clearAlarm(turn, "desk-vanished", outgoing.desk);
  const operator = desk?.operator ?? null;
  if (outgoing.answeredAt !== null) {
    turn.emit({ type: "callback.closed", callback: callback.id, operator, reason: "reached" });
  }
  if (desk !== undefined && paused !== null) {
    turn.emit({ type: "operator.paused", operator: desk.operator, desk: desk.desk, reason: paused });
  }
}

/** RFC 3261 §21.4.25: 487 stands for a call-back given up before it was answered. */
export function releaseCallback(turn: Turn, input: InputOf<"call.released">): void {
  const outgoing = callbackDialling(turn.state, input.call)?.outgoing;
  if (outgoing === null || outgoing === undefined || outgoing.desk !== input.desk) return;
  turn.ask({ type: "callback.hang-up", outgoing: input.call });
  endCallback(turn, { outgoing: input.call, code: outgoing.answeredAt === null ? 487 : 200 });
}

/** Why the row cannot be closed. */
export function refuseCloseCallback(state: CentreState, input: InputOf<"callback.closed">): RefusalCode | null {
  const callback = state.callbacks.get(input.callback);
  if (callback === undefined) return "unknown-callback";
  return callback.outgoing === null ? null : "callback-in-progress";
}

/** A person decides that nobody needs to be called any more. */
export function closeCallback(turn: Turn, input: InputOf<"callback.closed">): void {
  if (refuseCloseCallback(turn.state, input) !== null) return;
  const { callback, operator, reason } = input;
  turn.emit({ type: "callback.closed", callback, operator, reason });
}
