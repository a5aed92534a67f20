import { isKnown } from "#admission";
import { nextDispatchState } from "#dispatch";
import { nextCallState, nextOperatorState, nextPartyState, partiesOf } from "#handling";
import { isWaiting } from "#queue";
import type { CentreEvent, EventOf, EventType } from "../event.ts";
import type { CentreState } from "../state.ts";
import { alarmKey } from "../turn.ts";

type Applies = { readonly [T in EventType]: (state: CentreState, event: EventOf<T>) => boolean };

const call = (state: CentreState, event: { type: EventType; call: string }): boolean => {
  const living = state.calls.get(event.call);
  return living !== undefined && nextCallState(living.state, event.type) !== null;
};
const living = (state: CentreState, event: { call: string }): boolean =>
  (state.calls.get(event.call)?.state ?? "ended") !== "ended";
const waiting = (state: CentreState, event: { call: string }): boolean => isWaiting(state.calls.get(event.call));
const desk = (state: CentreState, event: { type: EventType; desk: string }): boolean => {
  const seated = state.desks.get(event.desk);
  return seated !== undefined && nextOperatorState(seated.state, event.type) !== null;
};
const offer = (state: CentreState, event: { offer: number; call: string; desk: string }): boolean => {
  const standing = state.offers.get(event.offer);
  return standing?.call === event.call && standing.desk === event.desk;
};
/** A colleague's desk asked into a call that is in hand elsewhere. */
const isAsked = (state: CentreState, event: { call: string; desk: string }): boolean =>
  partiesOf(state, event.call).some(({ to }) => to.kind === "desk" && to.desk === event.desk);
const party = (state: CentreState, event: { type: EventType; party: string }): boolean => {
  const beside = state.parties.get(event.party);
  return beside !== undefined && nextPartyState(beside.state, event.type) !== null;
};
const dialled = (state: CentreState, event: { callback: string; outgoing: string }): boolean =>
  state.callbacks.get(event.callback)?.outgoing?.call === event.outgoing;
const incident = (state: CentreState, event: { incident: string }): boolean => state.incidents.has(event.incident);
const dispatch = (state: CentreState, event: { type: EventType; dispatch: string }): boolean => {
  const sent = state.dispatches.get(event.dispatch);
  return sent !== undefined && nextDispatchState(sent.state, event.type) !== null;
};
const always = (): boolean => true;

const table: Applies = {
  "call.admitted": (state, event) => !isKnown(state, event.call),
  "call.queued": call,
  "challenge.asked": waiting,
  "speech.heard": waiting,
  "challenge.answered": waiting,
  "call.promoted": waiting,
  "surge.began": (state) => state.triage.surge === null,
  "surge.ended": (state) => state.triage.surge !== null,
  "bulletin.opened": (state, event) => state.triage.bulletin?.incident !== event.incident,
  "bulletin.closed": (state, event) => state.triage.bulletin?.incident === event.incident,
  "bulletin.heard": waiting,
  "bulletin.left": waiting,
  "glance.began": waiting,
  "glance.ended": (state, event) => state.triage.glances.get(event.desk)?.call === event.call,
  "policy.changed": always,
  "park.suggested": living,
  "call.parked": (state, event) => call(state, event) && desk(state, event),
  "call.offered": (state, event) =>
    (waiting(state, event) || isAsked(state, event)) && desk(state, event) && !state.offers.has(event.offer),
  "offer.expired": offer,
  "offer.declined": offer,
  "offer.withdrawn": offer,
  "call.announced": (state, event) => state.calls.get(event.call)?.announcedAt === null && waiting(state, event),
  "call.connected": living,
  "prompt.completed": (state, event) => living(state, event) && state.calls.get(event.call)?.noticeHeard !== true,
  "call.overdue": (state, event) => waiting(state, event) && state.calls.get(event.call)?.overdue === false,
  "call.answered": (state, event) => call(state, event) && desk(state, event),
  "call.answered-elsewhere": call,
  "call.held": call,
  "call.resumed": call,
  "hold.outlasted": (state, event) => state.calls.get(event.call)?.state === "held",
  "party.dialled": (state, event) => living(state, event) && !state.parties.has(event.party),
  "party.answered": party,
  "party.held": party,
  "party.resumed": party,
  "party.joined": (state, event) => state.parties.has(event.party),
  "party.ended": (state, event) => state.parties.has(event.party),
  "call.transferring": call,
  "call.transferred": call,
  "call.recalled": call,
  "call.retaken": (state, event) => call(state, event) && desk(state, event),
  "digit.received": living,
  "audio.missed": (state, event) => state.calls.get(event.call)?.silentSides.includes(event.side) === false,
  "audio.returned": (state, event) => state.calls.get(event.call)?.silentSides.includes(event.side) === true,
  "audio.interrupted": living,
  "call.ended": call,
  "call.classified": (state, event) => state.calls.get(event.call)?.classification !== event.classification,
  "classification.undone": always,
  "audio.measured": always,
  "recording.kept": always,
  "operator.signed-in": (state, event) => !state.desks.has(event.desk),
  "operator.signed-out": (state, event) => {
    const seated = state.desks.get(event.desk);
    return seated?.operator === event.operator && seated.state !== "on-call";
  },
  "operator.available": desk,
  "operator.paused": desk,
  "operator.wrapped-up": (state, event) => desk(state, event) && state.desks.get(event.desk)?.call === event.call,
  "desk.connected": (state, event) => !state.linked.includes(event.desk),
  "desk.vanished": (state, event) => state.linked.includes(event.desk),
  "callback.opened": (state, event) => living(state, { call: event.callback }) && !state.callbacks.has(event.callback),
  "callback.dialled": (state, event) => state.callbacks.get(event.callback)?.outgoing === null && desk(state, event),
  "callback.answered": dialled,
  "callback.ended": dialled,
  "callback.closed": (state, event) => state.callbacks.has(event.callback),
  "incident.opened": (state, event) => !state.incidents.has(event.incident),
  "incident.amended": incident,
  "incident.noted": incident,
  "incident.call-linked": (state, event) => state.incidents.get(event.incident)?.calls.includes(event.call) === false,
  "incident.closed": incident,
  "dispatch.sent": (state, event) => incident(state, event) && !state.dispatches.has(event.dispatch),
  "dispatch.delivered": dispatch,
  "dispatch.acknowledged": dispatch,
  "dispatch.declined": dispatch,
  "dispatch.en-route": dispatch,
  "dispatch.on-scene": dispatch,
  "dispatch.cleared": dispatch,
  "alarm.raised": (state, event) => !state.alarms.has(alarmKey(event.alarm, event.subject)),
  "alarm.cleared": (state, event) => state.alarms.has(alarmKey(event.alarm, event.subject)),
  "clock.jumped": always,
  "scans.counted": always,
};

/** Whether a fact told late still says something new: it is not in the log yet, and what it is about still lives. */
export function applies(state: CentreState, event: CentreEvent): boolean {
  return (table[event.type] as (state: CentreState, event: CentreEvent) => boolean)(state, event);
}
