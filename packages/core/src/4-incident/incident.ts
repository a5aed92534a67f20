import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Why no incident is opened. */
export const refuseReport = (state: CentreState, { incident }: InputOf<"incident.reported">): RefusalCode | null =>
  state.incidents.has(incident) ? "incident-exists" : null;

/** *Buat kejadian*: one event in the city, with the next short number. */
export function openIncident(turn: Turn, input: InputOf<"incident.reported">): void {
  if (refuseReport(turn.state, input) !== null) return;
  turn.emit({ ...input, type: "incident.opened", number: turn.state.nextIncident });
}

/** Why nothing can be changed on it. */
export const refuseUnknown = (state: CentreState, { incident }: { incident: string }): RefusalCode | null =>
  state.incidents.has(incident) ? null : "unknown-incident";

/** Type, priority, place or narrative became clearer; what is not said stays as it was. */
export function amend(turn: Turn, input: InputOf<"incident.amended">): void {
  if (turn.state.incidents.has(input.incident)) turn.emit(input);
}

/** A line in the incident's diary. */
export function note(turn: Turn, input: InputOf<"incident.noted">): void {
  if (turn.state.incidents.has(input.incident)) turn.emit(input);
}

/** Why the call is not linked. */
export function refuseLink(state: CentreState, input: InputOf<"incident.call-linked">): RefusalCode | null {
  const incident = state.incidents.get(input.incident);
  if (incident === undefined) return "unknown-incident";
  return incident.calls.includes(input.call) ? "already-linked" : null;
}

/** Another call about the same event. */
export function linkCall(turn: Turn, input: InputOf<"incident.call-linked">): void {
  if (refuseLink(turn.state, input) === null) turn.emit(input);
}

/** Handled and nothing-found wait until every agency has cleared or declined; other ends do not. */
export function refuseClose(state: CentreState, input: InputOf<"incident.closed">): RefusalCode | null {
  const incident = state.incidents.get(input.incident);
  if (incident === undefined) return "unknown-incident";
  if (input.disposition === "cancelled" || input.disposition === "handed-over") return null;
  const done = incident.dispatches.every((id) => {
    const dispatch = state.dispatches.get(id)?.state;
    return dispatch === "cleared" || dispatch === "declined";
  });
  return done ? null : "still-open-dispatches";
}

/** The incident leaves the state with its dispatches; the record keeps both. */
export function closeIncident(turn: Turn, input: InputOf<"incident.closed">): void {
  if (refuseClose(turn.state, input) === null) turn.emit(input);
}
