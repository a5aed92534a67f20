import type { CallId, EventOf } from "@siaga/core";
import { linkIncident } from "./fold-call.ts";
import type { DispatchEntry, Entries, IncidentEntry, Touched } from "./entries.ts";
import { occurred } from "./occurred.ts";

export function openIncident(event: EventOf<"incident.opened">, entries: Entries, touched: Touched): void {
  entries.incidents.set(event.incident, {
    id: event.incident,
    number: event.number,
    state: "open",
    incidentType: event.incidentType,
    priority: event.priority,
    place: event.place,
    narrative: event.narrative,
    openedAt: occurred(event),
    openedBy: event.operator,
    calls: event.call === null ? [] : [event.call],
    caller: callerOf(event.call, entries),
    test: event.test,
  });
  touched.incidents.add(event.incident);
  if (event.call !== null) linkIncident(event.call, event.incident, entries, touched);
}

const callerOf = (call: CallId | null, entries: Entries): IncidentEntry["caller"] =>
  call === null ? null : (entries.calls.get(call)?.caller ?? null);

export function amendIncident(event: EventOf<"incident.amended">, entries: Entries, touched: Touched): void {
  changeIncident(event.incident, entries, touched, (entry) => ({
    incidentType: event.incidentType ?? entry.incidentType,
    priority: event.priority ?? entry.priority,
    place: event.place ?? entry.place,
    narrative: event.narrative ?? entry.narrative,
  }));
}

export function addCall(event: EventOf<"incident.call-linked">, entries: Entries, touched: Touched): void {
  changeIncident(event.incident, entries, touched, (entry) => ({
    calls: [...new Set([...entry.calls, event.call])],
    caller: entry.caller ?? callerOf(event.call, entries),
  }));
  linkIncident(event.call, event.incident, entries, touched);
}

export function closeIncident(event: EventOf<"incident.closed">, entries: Entries, touched: Touched): void {
  changeIncident(event.incident, entries, touched, () => ({ state: "closed" }));
  entries.closed.add(event.incident);
}

function changeIncident(
  incident: string,
  entries: Entries,
  touched: Touched,
  to: (entry: IncidentEntry) => Partial<IncidentEntry>,
): void {
  const entry = entries.incidents.get(incident);
  if (entry === undefined) return;
  entries.incidents.set(incident, { ...entry, ...to(entry) });
  touched.incidents.add(incident);
}

export function sendDispatch(event: EventOf<"dispatch.sent">, entries: Entries, touched: Touched): void {
  const at = occurred(event);
  entries.dispatches.set(event.dispatch, {
    id: event.dispatch,
    incident: event.incident,
    agency: event.agency,
    state: "sent",
    since: at,
    sentAt: at,
    times: { sent: at },
    by: null,
    declineReason: null,
  });
  touched.dispatches.add(event.dispatch);
}

type Moved = EventOf<
  | "dispatch.delivered"
  | "dispatch.acknowledged"
  | "dispatch.declined"
  | "dispatch.en-route"
  | "dispatch.on-scene"
  | "dispatch.cleared"
>;

/** The event's own name says the new state. */
export function moveDispatch(event: Moved, entries: Entries, touched: Touched): void {
  const entry = entries.dispatches.get(event.dispatch);
  if (entry === undefined) return;
  const at = occurred(event);
  const state = event.type.slice("dispatch.".length) as DispatchEntry["state"];
  entries.dispatches.set(event.dispatch, {
    ...entry,
    state,
    since: at,
    times: { ...entry.times, [state]: at },
    by: "by" in event ? event.by : entry.by,
    declineReason: event.type === "dispatch.declined" ? event.reason : entry.declineReason,
  });
  touched.dispatches.add(event.dispatch);
}
