import type { CallId, DeskId } from "#kernel";
import type { Call, CentreState, Desk, Offer } from "../state.ts";

/** Somebody sits here and takes calls now or as soon as the present one ends. */
export const isPresent = (desk: Desk): boolean =>
  desk.state !== "not-ready" && (desk.connected || desk.state === "on-call" || desk.state === "wrap-up");

/** Somebody in the room can take calls. */
export function isStaffed(state: CentreState): boolean {
  for (const desk of state.desks.values()) if (isPresent(desk)) return true;
  return false;
}

/** With no call taker or dispatcher in the room, supervisors take every call. */
export function supervisorsStandIn(state: CentreState): boolean {
  for (const desk of state.desks.values()) if (desk.role !== "supervisor" && isPresent(desk)) return false;
  return true;
}

/** Operators on shift: supervisors only where nobody else takes calls. */
export function operatorsPresent(state: CentreState, standIn = supervisorsStandIn(state)): number {
  let operators = 0;
  for (const desk of state.desks.values())
    if ((standIn || desk.role !== "supervisor") && isPresent(desk)) operators += 1;
  return operators;
}

/** Only a connected desk is offered calls. */
export const isIdle = (desk: Desk): boolean => desk.state === "available" && desk.connected;

/** Neither answered nor ended: the caller waits, whether or not a desk rings. */
export const isWaiting = (call: Call | undefined): call is Call =>
  call !== undefined && (call.state === "queued" || call.state === "offered");

/** What this caller presses and says reaches us: once an operator has answered it always does. */
export const mayBeAsked = ({ askable, answeredAt }: Call): boolean => askable !== false || answeredAt !== null;

/** The standing offers of one call. */
export function offersOf(state: CentreState, call: CallId): Offer[] {
  const found: Offer[] = [];
  for (const offer of state.offers.values()) if (offer.call === call) found.push(offer);
  return found;
}

/** The standing offer at one desk; a desk rings for one call at a time. */
export function offerAt(state: CentreState, desk: DeskId): Offer | undefined {
  for (const offer of state.offers.values()) if (offer.desk === desk) return offer;
  return undefined;
}
