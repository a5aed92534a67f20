import { offerAt, withdrawOffers } from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState, Desk } from "../state.ts";
import type { Turn } from "../turn.ts";
import { finishWrapUp } from "./wrap-up.ts";

/** A desk in conversation is not taken over. */
export function refuseSignIn(state: CentreState, input: InputOf<"operator.signed-in">): RefusalCode | null {
  const seated = state.desks.get(input.desk);
  return seated?.state === "on-call" && seated.operator !== input.operator ? "in-conversation" : null;
}

/**
 * An operator sits down, not yet ready. Whoever sat here before is signed out; so is this operator at any other
 * desk, unless a conversation is still held there.
 */
export function signIn(turn: Turn, { operator, desk, role }: InputOf<"operator.signed-in">): void {
  if (refuseSignIn(turn.state, { type: "operator.signed-in", operator, desk, role }) !== null) return;
  if (turn.state.desks.get(desk)?.operator === operator) return;
  for (const seated of turn.state.desks.values()) {
    if (seated.desk === desk || seated.operator === operator) leaveDesk(turn, seated);
  }
  turn.emit({ type: "operator.signed-in", operator, desk, role });
}

/** Nobody leaves in the middle of a conversation. */
export function refuseSignOut(state: CentreState, input: InputOf<"operator.signed-out">): RefusalCode | null {
  const seated = state.desks.get(input.desk);
  if (seated === undefined) return "not-signed-in";
  return seated.state === "on-call" ? "in-conversation" : null;
}

/** Ringing calls go on to other desks; an unfinished wrap-up goes to review. */
export function signOut(turn: Turn, input: InputOf<"operator.signed-out">): void {
  const seated = turn.state.desks.get(input.desk);
  if (seated !== undefined) leaveDesk(turn, seated);
}

function leaveDesk(turn: Turn, seated: Desk): void {
  if (seated.state === "on-call") return;
  letGo(turn, seated);
  turn.emit({ type: "operator.signed-out", operator: seated.operator, desk: seated.desk });
}

/** Whatever the desk has in hand that is no conversation. */
export function letGo(turn: Turn, desk: Desk): void {
  const ringing = offerAt(turn.state, desk.desk);
  if (ringing !== undefined) withdrawOffers(turn, [ringing]);
  finishWrapUp(turn, desk, false);
}
