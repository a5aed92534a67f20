import { advanceDesk, type Folds, rememberEnded, when } from "./fold.ts";

/** Calling back those we did not speak to. */
export const callbackFolds: Folds<
  "callback.opened" | "callback.dialled" | "callback.answered" | "callback.ended" | "callback.closed"
> = {
  "callback.opened"(state, event) {
    const call = state.calls.get(event.callback);
    if (call === undefined) return;
    const openedAt = when(event);
    state.callbacks.set(call.id, {
      id: call.id,
      caller: call.caller,
      line: call.line,
      openedAt,
      waited: openedAt - call.arrivedAt,
      attempts: 0,
      outgoing: null,
    });
    if (call.caller.kind === "number") state.callbackOf.set(call.caller.id, call.id);
  },
  "callback.dialled"(state, event) {
    const callback = state.callbacks.get(event.callback);
    const desk = state.desks.get(event.desk);
    if (callback === undefined || desk === undefined || !advanceDesk(state, desk.desk, event)) return;
    callback.attempts = event.attempt;
    callback.outgoing = { call: event.outgoing, desk: event.desk, answeredAt: null };
    desk.call = event.outgoing;
  },
  "callback.answered"(state, event) {
    const outgoing = state.callbacks.get(event.callback)?.outgoing ?? null;
    if (outgoing?.call === event.outgoing) outgoing.answeredAt = when(event);
  },
  "callback.ended"(state, event) {
    const callback = state.callbacks.get(event.callback);
    if (callback?.outgoing?.call === event.outgoing) {
      callback.outgoing = null;
      rememberEnded(state, event.outgoing);
    }
    for (const desk of state.desks.values()) {
      if (desk.call !== event.outgoing || !advanceDesk(state, desk.desk, event)) continue;
      desk.call = null;
      desk.reason = null;
    }
  },
  "callback.closed"(state, event) {
    const caller = state.callbacks.get(event.callback)?.caller;
    state.callbacks.delete(event.callback);
    if (caller?.kind === "number") state.callbackOf.delete(caller.id);
  },
};
