import { nextDispatchState } from "#dispatch";
import type { EventOf } from "../event.ts";
import type { CentreState } from "../state.ts";
import { type Folds, unchanged, when } from "./fold.ts";

type Moved = `dispatch.${"delivered" | "acknowledged" | "declined" | "en-route" | "on-scene" | "cleared"}`;

/** Incidents and what agencies do about them. */
export const incidentFolds: Folds<
  | "incident.opened"
  | "incident.amended"
  | "incident.noted"
  | "incident.call-linked"
  | "incident.closed"
  | "dispatch.sent"
  | Moved
> = {
  "incident.opened": open,
  "incident.amended"(state, { incident: id, incidentType, priority, place, narrative }) {
    const incident = state.incidents.get(id);
    if (incident === undefined) return;
    incident.incidentType = incidentType ?? incident.incidentType;
    incident.priority = priority ?? incident.priority;
    incident.place = place ?? incident.place;
    incident.narrative = narrative ?? incident.narrative;
  },
  "incident.noted": unchanged,
  "incident.call-linked"(state, event) {
    const incident = state.incidents.get(event.incident);
    if (incident === undefined) return;
    if (!incident.calls.includes(event.call)) incident.calls.push(event.call);
    state.calls.get(event.call)?.incidents.push(event.incident);
  },
  "incident.closed"(state, event) {
    for (const id of state.incidents.get(event.incident)?.dispatches ?? []) state.dispatches.delete(id);
    state.incidents.delete(event.incident);
    if (state.triage.bulletin?.incident === event.incident) state.triage.bulletin = null;
  },
  "dispatch.sent"(state, event) {
    const { dispatch: id, incident, agency } = event;
    state.dispatches.set(id, { id, incident, agency, state: "sent", since: when(event) });
    state.incidents.get(incident)?.dispatches.push(id);
  },
  "dispatch.delivered": move,
  "dispatch.acknowledged": move,
  "dispatch.declined": move,
  "dispatch.en-route": move,
  "dispatch.on-scene": move,
  "dispatch.cleared": move,
};

function open(state: CentreState, event: EventOf<"incident.opened">): void {
  const { incident: id, number, call, incidentType, priority, place, narrative, test } = event;
  const calls = call === null ? [] : [call];
  const openedAt = when(event);
  state.incidents.set(id, {
    id,
    number,
    openedAt,
    test,
    incidentType,
    priority,
    place,
    narrative,
    calls,
    dispatches: [],
  });
  state.nextIncident = Math.max(state.nextIncident, number + 1);
  if (call !== null) state.calls.get(call)?.incidents.push(id);
}

function move(state: CentreState, event: EventOf<Moved>): void {
  const dispatch = state.dispatches.get(event.dispatch);
  const next = dispatch === undefined ? null : nextDispatchState(dispatch.state, event.type);
  if (dispatch === undefined || next === null) return;
  dispatch.state = next;
  dispatch.since = when(event);
}
