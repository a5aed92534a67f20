import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState, Desk } from "../state.ts";
import { stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";

/**
 * The desk is free again. What nobody classified becomes `unclear` and stands in the review list,
 * so that no form ever holds a seat.
 */
export function finishWrapUp(turn: Turn, desk: Desk, lapsed: boolean): void {
  const { operator } = desk;
  const call = desk.call;
  if (desk.state !== "wrap-up" || call === null) return;
  const written = turn.state.calls.get(call);
  // A call that lives on is somebody else's to classify.
  if ((written?.classification ?? null) === null && (written?.state ?? "ended") === "ended") {
    turn.emit({ type: "call.classified", call, operator: null, classification: "unclear", by: "policy" });
  }
  turn.emit({ type: "operator.wrapped-up", operator, desk: desk.desk, call, lapsed });
  stopTimer(turn, `wrap-up:${desk.desk}`);
  if (!desk.connected) turn.emit({ type: "operator.paused", operator, desk: desk.desk, reason: "vanished" });
}

/** A late timer finds the desk doing something else. */
export function lapseWrapUp(turn: Turn, input: InputOf<"wrap-up.lapsed">): void {
  const desk = turn.state.desks.get(input.desk);
  if (desk !== undefined && desk.call === input.call) finishWrapUp(turn, desk, true);
}

/** Why there is no wrap-up to finish. */
export function refuseWrapUp(state: CentreState, input: InputOf<"wrap-up.finished">): RefusalCode | null {
  return state.desks.get(input.desk)?.state === "wrap-up" ? null : "not-in-wrap-up";
}

/** The operator wants the next call, classified or not. */
export function endWrapUp(turn: Turn, input: { readonly desk: string }): void {
  const desk = turn.state.desks.get(input.desk);
  if (desk !== undefined) finishWrapUp(turn, desk, false);
}
