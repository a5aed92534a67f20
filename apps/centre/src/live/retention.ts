import type { CallId, CentreState, IncidentId } from "@siaga/core";
import type { Entries, Touched } from "./entries.ts";

/** The board is for what lives and what a person may still have to do with what just ended; the rest is in the record. */
const limits = { ended: 200, unclear: 500, closedIncidents: 100 } as const;

/** Forgets the oldest ended calls and closed incidents beyond the limits; their rows become null. */
export function forgetOld(entries: Entries, state: CentreState, touched: Touched): void {
  if (entries.ended.size > limits.ended) forgetCalls(entries, state, touched);
  for (const incident of entries.closed) {
    if (entries.closed.size <= limits.closedIncidents) break;
    forgetIncident(incident, entries, touched);
  }
}

/** Calls left *belum jelas* and calls still in wrap-up stay longer: somebody must still say what they were. */
function forgetCalls(entries: Entries, state: CentreState, touched: Touched): void {
  const removable: CallId[] = [];
  const unclear: CallId[] = [];
  for (const call of entries.ended) {
    if (state.calls.has(call)) continue;
    (entries.calls.get(call)?.classification === "unclear" ? unclear : removable).push(call);
  }
  const surplus = removable.slice(0, Math.max(0, removable.length - limits.ended));
  surplus.push(...unclear.slice(0, Math.max(0, unclear.length - limits.unclear)));
  for (const call of surplus) {
    entries.ended.delete(call);
    entries.calls.delete(call);
    touched.calls.add(call);
  }
}

function forgetIncident(incident: IncidentId, entries: Entries, touched: Touched): void {
  entries.closed.delete(incident);
  entries.incidents.delete(incident);
  touched.incidents.add(incident);
  for (const { id, incident: of } of entries.dispatches.values()) {
    if (of !== incident) continue;
    entries.dispatches.delete(id);
    touched.dispatches.add(id);
  }
}
