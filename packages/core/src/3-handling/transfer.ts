import type { InputOf } from "../input.ts";
import { offerAt } from "#queue";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Desk } from "../state.ts";
import { startTimer, stopTimer, wrapUpTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { arrange, hasCaller, partiesOf } from "./arrange.ts";
import { takeOffHold } from "./hold.ts";
import { tideOver } from "./lost-desk.ts";
import { sendOn } from "./party.ts";
import { forgetDeskSide } from "./recall.ts";
import { finishWrapUp } from "./wrap-up.ts";

const hasAnswered = ({ state }: { readonly state: string }): boolean => state !== "dialling";

/** Why the operator cannot leave the others together. */
export function refuseComplete(state: CentreState, input: InputOf<"transfer.completed">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (!hasCaller(call, input.desk)) return "not-your-call";
  if (call.state === "transferring") return "party-exists";
  return partiesOf(state, call.id).length > 0 ? null : "nobody-answered";
}

/** The operator leaves. With nobody there yet, the caller goes on to whoever is being called and hears them ring. */
export function completeTransfer(turn: Turn, input: InputOf<"transfer.completed">): void {
  if (refuseComplete(turn.state, input) !== null) return;
  const call = turn.state.calls.get(input.call)!;
  const parties = partiesOf(turn.state, call.id);
  if (parties.some(hasAnswered)) return leaveTogether(turn, call);
  sendOn(turn, call, parties[0]!.id);
  arrange(turn, call.id);
}

/** Caller and parties speak, the desk writes up. A colleague among them has the call from now on. */
export function leaveTogether(turn: Turn, call: Call): void {
  const { desk, operator } = call.answeredBy!;
  if (call.state === "held") stopTimer(turn, `hold:${call.id}`);
  resumeParties(turn, call);
  turn.emit({ type: "call.transferred", call: call.id, desk, operator });
  clearAlarm(turn, "desk-vanished", desk);
  forgetDeskSide(turn, call);
  handToColleague(turn, call);
  arrange(turn, call.id);
  tideOver(turn, call.id);
  writeUp(turn, call, desk);
}

/** One whose desk is gone has the call only where no other does. */
function handToColleague(turn: Turn, call: Call): void {
  const colleagues: Desk[] = [];
  for (const { to, state } of partiesOf(turn.state, call.id)) {
    const colleague = to.kind === "desk" && state === "talking" ? turn.state.desks.get(to.desk) : undefined;
    if (colleague !== undefined) colleagues.push(colleague);
  }
  const has = colleagues.find(({ connected }) => connected) ?? colleagues[0];
  if (has !== undefined) turn.emit({ type: "call.retaken", call: call.id, desk: has.desk, operator: has.operator });
}

/** Already classified: the desk is free at once. */
export function writeUp(turn: Turn, call: Call, at: string): void {
  const desk = turn.state.desks.get(at);
  if (desk?.state !== "wrap-up" || desk.call !== call.id) return;
  if (call.classification !== null || !desk.connected) finishWrapUp(turn, desk, false);
  else startTimer(turn, wrapUpTimer(desk, call.id, turn.state.policy));
}

function resumeParties(turn: Turn, call: Call): void {
  for (const { id, state } of partiesOf(turn.state, call.id))
    if (state === "held") turn.emit({ type: "party.resumed", call: call.id, party: id });
}

/** Why there is no conversation of all. */
export function refuseConference(state: CentreState, input: InputOf<"conference.requested">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (!hasCaller(call, input.desk)) return "not-your-call";
  if (call.state === "transferring") return "party-exists";
  return partiesOf(state, call.id).some(hasAnswered) ? null : "nobody-answered";
}

/** Operator, caller and whoever has answered hear one another. */
export function confer(turn: Turn, input: InputOf<"conference.requested">): void {
  if (refuseConference(turn.state, input) !== null) return;
  const call = turn.state.calls.get(input.call)!;
  for (const { id, how } of partiesOf(turn.state, call.id))
    if (how !== "three-way") turn.emit({ type: "party.joined", call: call.id, party: id });
  resumeParties(turn, call);
  if (call.state === "held") takeOffHold(turn, call, input.desk);
  arrange(turn, call.id);
}

/** Why the operator cannot take part again. */
export function refuseReturn(state: CentreState, input: InputOf<"return.requested">): RefusalCode | null {
  if (state.calls.get(input.call)?.state !== "transferred") return "not-transferred";
  const desk = state.desks.get(input.desk);
  if (desk === undefined) return "not-signed-in";
  if (desk.state === "on-call" || offerAt(state, desk.desk) !== undefined) return "desk-busy";
  return desk.connected ? null : "no-audio";
}

/** The operator is back among those who were left together, and has the call again. */
export function returnToCall(turn: Turn, input: InputOf<"return.requested">): void {
  if (refuseReturn(turn.state, input) !== null) return;
  const { desk, operator, call: inHand, state } = turn.state.desks.get(input.desk)!;
  if (state === "wrap-up" && inHand !== input.call) finishWrapUp(turn, turn.state.desks.get(desk)!, false);
  else if (state === "wrap-up") stopTimer(turn, `wrap-up:${desk}`);
  turn.emit({ type: "call.retaken", call: input.call, desk, operator });
  arrange(turn, input.call);
}
