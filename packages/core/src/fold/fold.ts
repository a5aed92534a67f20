import type { CallId, DeskId, Instant, OfferNumber, PartyId } from "#kernel";
import { nextCallState, nextOperatorState } from "#handling";
import { isKnownGood, offersOf, placeInLine, placeOf } from "#queue";
import type { CentreEvent, EventOf, EventType } from "../event.ts";
import type { Call, CentreState } from "../state.ts";

/** What an event changes in the state. */
export type Folds<T extends EventType> = { readonly [K in T]: (state: CentreState, event: EventOf<K>) => void };

/** When it happened: its own time where it was told late. */
export const when = (event: CentreEvent): Instant => event.occurredAt ?? event.at;

/** So many that ended are remembered, to know a late report of them again. */
const remembered = 400;

/** A call, call-back or party is over. */
export function rememberEnded(state: CentreState, ...ids: readonly (CallId | PartyId)[]): void {
  state.endedLately.push(...ids);
  if (state.endedLately.length > remembered) state.endedLately.splice(0, state.endedLately.length - remembered);
}

/** An event that only the record keeps. */
export const unchanged = (): void => undefined;

/** The one door for a call's state. */
export function advanceCall(state: CentreState, id: CallId, event: EventType): void {
  const call = state.calls.get(id);
  if (call === undefined) return;
  call.state = nextCallState(call.state, event) ?? call.state;
}

/** The one door for an operator's state. Returns whether the event concerned the operator there. */
export function advanceDesk(state: CentreState, id: DeskId, event: CentreEvent): boolean {
  const desk = state.desks.get(id);
  const next = desk === undefined ? null : nextOperatorState(desk.state, event.type);
  if (desk === undefined || next === null) return false;
  desk.state = next;
  desk.since = when(event);
  return true;
}

/** One offer is gone: its desk stops ringing, and its call waits unless it rings elsewhere too. */
export function dropOffer(state: CentreState, number: OfferNumber, event: CentreEvent): void {
  const offer = state.offers.get(number);
  if (offer === undefined) return;
  state.offers.delete(number);
  advanceDesk(state, offer.desk, { ...event, type: "offer.withdrawn" } as EventOf<"offer.withdrawn">);
  if (offersOf(state, offer.call).length === 0) advanceCall(state, offer.call, "offer.withdrawn");
}

/** The one door into the queue: the call takes its place by arrival, and its place in the line. */
export function joinQueue(state: CentreState, call: Call): void {
  state.waiting.splice(placeOf(call, state), 0, call.id);
  state.line.splice(placeInLine(call, state), 0, call.id);
  if (isKnownGood(call)) state.wellKnown.push(call.id);
}

/** The call no longer waits. */
export function leaveQueue(state: CentreState, call: CallId): void {
  const place = state.waiting.indexOf(call);
  if (place < 0) return;
  state.waiting.splice(place, 1);
  const known = state.wellKnown.indexOf(call);
  if (known >= 0) state.wellKnown.splice(known, 1);
  takeOutOfLine(state, call, place);
}

/** What a waiting call is ordered by has changed; the arrival has not. */
export function standAnew(state: CentreState, call: Call): void {
  if (takeOutOfLine(state, call.id, 0)) state.line.splice(placeInLine(call, state), 0, call.id);
}

/** `probably`: where it is looked for first; first come, first served the line is the queue. */
function takeOutOfLine({ line }: CentreState, call: CallId, probably: number): boolean {
  const place = line[probably] === call ? probably : line.indexOf(call);
  if (place >= 0) line.splice(place, 1);
  return place >= 0;
}
