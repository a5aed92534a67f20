import { offerAt } from "#queue";
import type { CentreEvent } from "../event.ts";
import type { CentreState, Desk } from "../state.ts";
import { advanceDesk, dropOffer, type Folds, when } from "./fold.ts";

/** Who sits where and what they are doing. */
export const deskFolds: Folds<
  | "operator.signed-in"
  | "operator.signed-out"
  | "operator.available"
  | "operator.paused"
  | "operator.wrapped-up"
  | "desk.connected"
  | "desk.vanished"
> = {
  "operator.signed-in"(state, event) {
    state.desks.set(event.desk, {
      desk: event.desk,
      operator: event.operator,
      role: event.role,
      state: "not-ready",
      since: when(event),
      reason: null,
      connected: state.linked.includes(event.desk),
      goneAt: state.linked.includes(event.desk) ? null : when(event),
      call: null,
    });
  },
  "operator.signed-out"(state, event) {
    const desk = state.desks.get(event.desk);
    stopRingingAt(state, event);
    if (desk !== undefined) forgetEnded(state, desk);
    state.desks.delete(event.desk);
  },
  "operator.available"(state, event) {
    const desk = state.desks.get(event.desk);
    if (desk !== undefined && advanceDesk(state, desk.desk, event)) desk.reason = null;
  },
  "operator.paused"(state, event) {
    const desk = state.desks.get(event.desk);
    if (desk !== undefined && advanceDesk(state, desk.desk, event)) desk.reason = event.reason;
  },
  "operator.wrapped-up"(state, event) {
    const desk = state.desks.get(event.desk);
    if (desk === undefined || !advanceDesk(state, desk.desk, event)) return;
    forgetEnded(state, desk);
    desk.call = null;
  },
  "desk.connected"(state, event) {
    if (!state.linked.includes(event.desk)) state.linked.push(event.desk);
    const desk = state.desks.get(event.desk);
    if (desk !== undefined) Object.assign(desk, { connected: true, goneAt: null });
  },
  "desk.vanished"(state, event) {
    state.linked = state.linked.filter((linked) => linked !== event.desk);
    stopRingingAt(state, event);
    const desk = state.desks.get(event.desk);
    if (desk === undefined) return;
    Object.assign(desk, { connected: false, goneAt: when(event) });
    const wasReady = desk.state !== "not-ready";
    if (advanceDesk(state, desk.desk, event) && wasReady) desk.reason = "vanished";
  },
};

/** A fact told late may not know what rang here meanwhile. */
function stopRingingAt(state: CentreState, event: CentreEvent & { readonly desk: string }): void {
  const ringing = offerAt(state, event.desk);
  if (ringing !== undefined) dropOffer(state, ringing.number, event);
}

/** An ended call leaves the state with the desk that still had it in hand. */
function forgetEnded(state: CentreState, desk: Desk): void {
  if (desk.call === null || state.calls.get(desk.call)?.state !== "ended") return;
  for (const other of state.desks.values()) if (other !== desk && other.call === desk.call) return;
  state.calls.delete(desk.call);
}
