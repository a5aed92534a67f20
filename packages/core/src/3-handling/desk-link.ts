import { offerAt, withdrawOffers } from "#queue";
import type { InputOf } from "../input.ts";
import type { Desk } from "../state.ts";
import { holdTimer, startTimer } from "../timers.ts";
import { clearAlarm, raiseAlarm, type Turn } from "../turn.ts";
import { arrange, hasCaller, partiesOf } from "./arrange.ts";
import { callbackDialling, callbackHeard } from "./callback.ts";
import { resume } from "./hold.ts";
import { leaveConversation, mayGoOn } from "./lost-desk.ts";

/**
 * The desk's audio and link stand (again). A conversation gets its audio back. Readiness is the operator's word: who
 * said *Siap* before the audio stood is ready now; a desk that vanished waits for the word anew.
 */
export function connectDesk(turn: Turn, input: InputOf<"desk.connected">): void {
  if (!turn.state.linked.includes(input.desk)) turn.emit({ type: "desk.connected", desk: input.desk });
  clearAlarm(turn, "desk-vanished", input.desk);
  const desk = turn.state.desks.get(input.desk);
  if (desk?.state === "on-call") rejoin(turn, desk);
  if (desk?.state === "not-ready" && desk.reason === "no-audio")
    turn.emit({ type: "operator.available", operator: desk.operator, desk: desk.desk });
}

/** The room and the caller hear one another again after a refresh; a caller whom the operator held stays held. */
function rejoin(turn: Turn, desk: Desk): void {
  if (desk.call === null) return;
  const call = turn.state.calls.get(desk.call);
  if (call === undefined) return rejoinCallback(turn, desk.call, desk.desk);
  if (hasCaller(call, desk.desk)) turn.ask({ type: "call.join", call: desk.call, desk: desk.desk });
  if (mayGoOn(turn.state, call)) return resume(turn, call, call.answeredBy!.desk);
  if (call.state === "held") {
    turn.ask({ type: "call.hold", call: desk.call, desk: desk.desk });
    startTimer(turn, holdTimer(call, call.heldAt ?? turn.at, turn.state));
  }
  if (partiesOf(turn.state, desk.call).length > 0) arrange(turn, desk.call);
}

function rejoinCallback(turn: Turn, call: string, desk: string): void {
  turn.ask({ type: "call.join", call, desk });
  const heard = callbackHeard(turn.state, callbackDialling(turn.state, call));
  if (heard !== null) turn.ask(heard);
}

/**
 * The desk is gone: what rang there rings elsewhere at once. A conversation is not left: its caller hears that they wait,
 * an alarm sounds, and the desk has a moment to come back before a colleague's rings for them.
 */
export function loseDesk(turn: Turn, input: InputOf<"desk.vanished">): void {
  const desk = turn.state.desks.get(input.desk);
  if (!turn.state.linked.includes(input.desk) && desk?.connected !== true) return;
  const ringing = offerAt(turn.state, input.desk);
  if (ringing !== undefined) withdrawOffers(turn, [ringing]);
  turn.emit({ type: "desk.vanished", desk: input.desk });
  if (desk?.state !== "on-call") return;
  raiseAlarm(turn, "desk-vanished", input.desk);
  leaveConversation(turn, desk);
}
