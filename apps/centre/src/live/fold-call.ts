import type { CallId, DeskId, EventOf, IncidentId } from "@siaga/core";
import { countArrival } from "./arrival-counts.ts";
import type { CallEntry, Entries, Touched } from "./entries.ts";
import { occurred } from "./occurred.ts";

/** A call appears on the board. */
export function admit(event: EventOf<"call.admitted">, entries: Entries, touched: Touched): void {
  entries.calls.set(event.call, {
    id: event.call,
    line: event.line,
    caller: event.caller,
    arrivedAt: occurred(event),
    state: "queued",
    announcedAt: null,
    answeredAt: null,
    endedAt: null,
    desk: null,
    offeredTo: [],
    overdue: false,
    test: event.test,
    outcome: null,
    waited: 0,
    classification: null,
    incidents: [],
    history: event.history,
    audioMissing: [],
    digits: "",
  });
  touched.calls.add(event.call);
  if (!event.test) countArrival(entries.arrivals, occurred(event));
}

/** Replaces what changed of a call the board knows; one it forgot stays forgotten. */
export function change(
  call: CallId,
  entries: Entries,
  touched: Touched,
  to: (entry: CallEntry) => Partial<CallEntry>,
): void {
  const entry = entries.calls.get(call);
  if (entry === undefined) return;
  entries.calls.set(call, { ...entry, ...to(entry) });
  touched.calls.add(call);
}

/** One offer fewer; without any the call waits again. A call already answered keeps its state. */
export const withoutOffer =
  (desk: DeskId) =>
  (entry: CallEntry): Partial<CallEntry> => {
    const offeredTo = entry.offeredTo.filter((other) => other !== desk);
    const waits = entry.state === "offered" && offeredTo.length === 0;
    return { offeredTo, state: waits ? "queued" : entry.state };
  };

export function endCall(event: EventOf<"call.ended">, entries: Entries, touched: Touched): void {
  change(event.call, entries, touched, () => ({
    state: "ended",
    outcome: event.outcome,
    waited: event.waited,
    endedAt: occurred(event),
    offeredTo: [],
    audioMissing: [],
  }));
  entries.ended.delete(event.call);
  entries.ended.add(event.call);
}

export function linkIncident(call: CallId, incident: IncidentId, entries: Entries, touched: Touched): void {
  change(call, entries, touched, (entry) => ({ incidents: [...new Set([...entry.incidents, incident])] }));
}
