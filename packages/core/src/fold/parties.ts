import type { EventOf } from "../event.ts";
import { nextPartyState } from "#handling";
import { isWaiting } from "#queue";
import type { CentreState, Party } from "../state.ts";
import { advanceCall, advanceDesk, dropOffer, type Folds, joinQueue, leaveQueue, rememberEnded, when } from "./fold.ts";

type PartyEvent = EventOf<"party.answered" | "party.held" | "party.resumed">;

/** Others beside caller and operator, and the call's way from one to another. */
export const partyFolds: Folds<
  | "party.dialled"
  | "party.answered"
  | "party.held"
  | "party.resumed"
  | "party.joined"
  | "party.ended"
  | "call.transferring"
  | "call.transferred"
  | "call.recalled"
  | "call.retaken"
  | "hold.outlasted"
> = {
  "party.dialled"(state, event) {
    const { party: id, call, desk, to, how } = event;
    const dialledAt = when(event);
    state.parties.set(id, { id, call, desk, to, how, dialledAt, state: "dialling", answeredAt: null });
  },
  "party.answered"(state, event) {
    const party = advanceParty(state, event);
    if (party === undefined) return;
    party.answeredAt = when(event);
    const colleague = party.to.kind === "desk" ? state.desks.get(party.to.desk) : undefined;
    if (colleague === undefined || !advanceDesk(state, colleague.desk, event)) return;
    colleague.call = event.call;
    colleague.reason = null;
    for (const offer of state.offers.values())
      if (offer.call === event.call && offer.desk === colleague.desk) state.offers.delete(offer.number);
  },
  "party.held": (state, event) => void advanceParty(state, event),
  "party.resumed": (state, event) => void advanceParty(state, event),
  "party.joined"(state, event) {
    const party = state.parties.get(event.party);
    if (party !== undefined) party.how = "three-way";
  },
  "party.ended"(state, event) {
    const to = state.parties.get(event.party)?.to;
    if (state.parties.delete(event.party)) rememberEnded(state, event.party);
    const desk = to?.kind === "desk" ? state.desks.get(to.desk) : undefined;
    if (desk?.call === event.call && advanceDesk(state, desk.desk, event)) desk.call = null;
  },
  "call.transferring"(state, event) {
    leaveHold(state, event);
    const party = state.parties.get(event.party);
    if (party !== undefined) party.how = "blind";
  },
  "call.transferred"(state, event) {
    leaveHold(state, event);
    advanceDesk(state, event.desk, event);
    forgetDeskSide(state, event.call);
  },
  "call.recalled": recall,
  "call.retaken": retake,
  "hold.outlasted"(state, event) {
    const call = state.calls.get(event.call);
    if (call !== undefined) call.heldAt = when(event);
  },
};

function advanceParty(state: CentreState, event: PartyEvent): Party | undefined {
  const party = state.parties.get(event.party);
  const next = party === undefined ? null : nextPartyState(party.state, event.type);
  if (party === undefined || next === null) return undefined;
  party.state = next;
  return party;
}

function leaveHold(state: CentreState, event: EventOf<"call.transferring" | "call.transferred">): void {
  advanceCall(state, event.call, event.type);
  const call = state.calls.get(event.call);
  if (call !== undefined) Object.assign(call, { heldAt: null, heldForDesk: false });
}

function forgetDeskSide(state: CentreState, id: string): void {
  const call = state.calls.get(id);
  if (call !== undefined) call.silentSides = call.silentSides.filter((side) => side !== "desk");
}

function recall(state: CentreState, event: EventOf<"call.recalled">): void {
  const call = state.calls.get(event.call);
  if (call === undefined || state.waiting.includes(call.id)) return;
  const at = when(event);
  advanceCall(state, call.id, event.type);
  Object.assign(call, { heldAt: null, heldForDesk: false, recalledAt: at });
  Object.assign(call, { overdue: false, promptHeard: true, passedOver: [] });
  call.announcedAt ??= at;
  forgetDeskSide(state, call.id);
  joinQueue(state, call);
  const desk = event.desk === null ? undefined : state.desks.get(event.desk);
  if (desk?.call !== call.id || !advanceDesk(state, desk.desk, event)) return;
  desk.call = null;
  desk.reason = "vanished";
}

function retake(state: CentreState, event: EventOf<"call.retaken">): void {
  const call = state.calls.get(event.call);
  const desk = state.desks.get(event.desk);
  if (call === undefined || desk === undefined) return;
  const waited = isWaiting(call);
  advanceCall(state, call.id, event.type);
  for (const offer of state.offers.values())
    if (offer.desk === desk.desk || (waited && offer.call === call.id)) dropOffer(state, offer.number, event);
  leaveQueue(state, call.id);
  call.answeredBy = { desk: desk.desk, operator: event.operator };
  advanceDesk(state, desk.desk, event);
  desk.call = call.id;
  desk.reason = null;
  for (const party of state.parties.values()) {
    if (party.call !== call.id) continue;
    if (party.to.kind === "desk" && party.to.desk === desk.desk) state.parties.delete(party.id);
    else party.how = "three-way";
  }
}
