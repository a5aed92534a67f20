import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";
import { letGo } from "./sign-in.ts";
import { finishWrapUp } from "./wrap-up.ts";

/** Why the desk does not become available. */
export function refuseReady(state: CentreState, input: InputOf<"operator.readied">): RefusalCode | null {
  const desk = state.desks.get(input.desk);
  if (desk === undefined) return "not-signed-in";
  return desk.state === "on-call" ? "in-conversation" : null;
}

/** *Siap*: the desk may be offered calls. Pressed before the audio stands, it holds from the moment it does. */
export function makeReady(turn: Turn, input: InputOf<"operator.readied">): void {
  const desk = turn.state.desks.get(input.desk);
  if (desk?.state === "wrap-up") return finishWrapUp(turn, desk, false);
  if (desk?.state !== "not-ready") return;
  const { operator } = desk;
  if (desk.connected) turn.emit({ type: "operator.available", operator, desk: desk.desk });
  else if (desk.reason !== "no-audio") {
    turn.emit({ type: "operator.paused", operator, desk: desk.desk, reason: "no-audio" });
  }
}

/** Nobody pauses in the middle of a conversation. */
export function refusePause(state: CentreState, input: InputOf<"operator.paused">): RefusalCode | null {
  const desk = state.desks.get(input.desk);
  if (desk === undefined) return "not-signed-in";
  return desk.state === "on-call" ? "in-conversation" : null;
}

/** *Jeda*, with its reason; a call that rings here goes on to the next desk. */
export function pause(turn: Turn, input: InputOf<"operator.paused">): void {
  const desk = turn.state.desks.get(input.desk);
  if (desk === undefined || desk.state === "on-call") return;
  if (desk.state === "not-ready" && desk.reason === input.reason) return;
  letGo(turn, desk);
  turn.emit({ type: "operator.paused", operator: desk.operator, desk: desk.desk, reason: input.reason });
}
