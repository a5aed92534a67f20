import type { EventOf } from "../event.ts";
import type { CentreState } from "../state.ts";
import { followAnswer, followLabel, followLeaver, followLeftWaiting } from "./triage.ts";
import { advanceCall, advanceDesk, dropOffer, type Folds, leaveQueue, rememberEnded, unchanged, when } from "./fold.ts";

/** A call from its arrival to its end. */
export const callFolds: Folds<
  | "call.admitted"
  | "call.connected"
  | "call.answered"
  | "call.answered-elsewhere"
  | "call.held"
  | "call.resumed"
  | "digit.received"
  | "audio.missed"
  | "audio.returned"
  | "audio.interrupted"
  | "call.ended"
  | "call.classified"
  | "classification.undone"
  | "audio.measured"
  | "recording.kept"
> = {
  "call.admitted": admit,
  "call.connected": unchanged,
  "call.answered": answer,
  "call.answered-elsewhere"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) Object.assign(call, { answeredAt: when(event), takenBy: event.target });
    advanceCall(state, event.call, event.type);
    stopRinging(state, event);
    leaveQueue(state, event.call);
  },
  "call.held"(state, event) {
    advanceCall(state, event.call, event.type);
    const call = state.calls.get(event.call);
    if (call !== undefined)
      Object.assign(call, { heldAt: when(event), heldForDesk: event.because === "desk-vanished" });
  },
  "call.resumed"(state, event) {
    advanceCall(state, event.call, event.type);
    const call = state.calls.get(event.call);
    if (call !== undefined) Object.assign(call, { heldAt: null, heldForDesk: false });
  },
  "digit.received": unchanged,
  "audio.missed"(state, { call, side }) {
    const sides = state.calls.get(call)?.silentSides;
    if (sides?.includes(side) === false) sides.push(side);
  },
  "audio.returned"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) call.silentSides = call.silentSides.filter((side) => side !== event.side);
  },
  "audio.interrupted": unchanged,
  "call.ended": end,
  "call.classified"(state, event) {
    const call = state.calls.get(event.call);
    if (call === undefined) return;
    call.classification = event.classification;
    followLabel(state, call, event.classification);
  },
  "classification.undone"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) call.classification = null;
  },
  "audio.measured": unchanged,
  "recording.kept": unchanged,
};

function admit(state: CentreState, event: EventOf<"call.admitted">): void {
  const { call: id, line, trunk, caller, history, test, askable } = event;
  state.calls.set(id, {
    id,
    line,
    trunk,
    caller,
    history,
    test,
    ...(askable === false ? { askable } : {}),
    arrivedAt: when(event),
    state: "incoming",
    announcedAt: null,
    promptHeard: false,
    noticeHeard: false,
    overdue: false,
    answeredAt: null,
    answeredBy: null,
    takenBy: null,
    passedOver: [],
    classification: null,
    incidents: [],
    silentSides: [],
    heldAt: null,
    heldForDesk: false,
    recalledAt: null,
    place: null,
    spokenSince: when(event),
    parkedAt: null,
    parkSuggested: false,
    parkSuggestedAt: null,
  });
}

function answer(state: CentreState, event: EventOf<"call.answered">): void {
  const call = state.calls.get(event.call);
  const desk = state.desks.get(event.desk);
  if (call !== undefined) {
    followLeftWaiting(state, call, event);
    followAnswer(state, call, when(event));
    advanceCall(state, call.id, event.type);
    call.answeredAt ??= when(event);
    call.spokenSince = when(event);
    call.answeredBy = { desk: event.desk, operator: event.operator };
  }
  if (desk !== undefined && advanceDesk(state, desk.desk, event)) {
    desk.call = event.call;
    desk.reason = null;
  }
  stopRinging(state, event);
  leaveQueue(state, event.call);
}

/** Offers of an answered call are gone, and so is whatever else rang at the desk that answered. */
function stopRinging(
  state: CentreState,
  event: EventOf<"call.answered" | "call.answered-elsewhere" | "call.ended">,
): void {
  const desk = event.type === "call.answered" ? event.desk : null;
  for (const offer of state.offers.values()) {
    if (offer.call === event.call || offer.desk === desk) dropOffer(state, offer.number, event);
  }
}

function end(state: CentreState, event: EventOf<"call.ended">): void {
  const call = state.calls.get(event.call);
  followLeftWaiting(state, call, event);
  if (call !== undefined) followLeaver(state, call, when(event));
  advanceCall(state, event.call, event.type);
  stopRinging(state, event);
  leaveQueue(state, event.call);
  let inHand = false;
  for (const desk of state.desks.values()) {
    if (desk.call !== event.call) continue;
    advanceDesk(state, desk.desk, event);
    inHand = true;
  }
  for (const party of state.parties.values()) {
    if (party.call !== event.call) continue;
    state.parties.delete(party.id);
    rememberEnded(state, party.id);
  }
  if (!inHand) state.calls.delete(event.call);
  rememberEnded(state, event.call);
}
