import type { CallId, CentreEvent, IncidentId, Instant, Ledger } from "@siaga/core";
import type { Database } from "../database.ts";
import { type CallRecord, callList, callRecord, callsOfIncident, reviewList } from "./call-list.ts";
import { eventsOfIncident } from "./incident-detail.ts";
import { type IncidentRecord, incidentList, incidentRecord } from "./incident-list.ts";
import { readLedger } from "./ledger.ts";
import { usualCalls } from "./usual-calls.ts";
import { type LineRecord, worstLines } from "./worst-lines.ts";

/** What screens read of what is over. Each folds the log up to this process's last append first, so a screen sees its own doing. */
export interface Views {
  callList(page: { readonly before?: Instant; readonly limit: number }): Promise<readonly CallRecord[]>;
  call(call: CallId): Promise<CallRecord | null>;
  reviewList(limit: number): Promise<readonly CallRecord[]>;
  incidentList(page: { readonly before?: Instant; readonly limit: number }): Promise<readonly IncidentRecord[]>;
  incident(incident: IncidentId): Promise<IncidentRecord | null>;
  callsOfIncident(incident: IncidentId): Promise<readonly CallRecord[]>;
  eventsOfIncident(incident: IncidentId): Promise<readonly CentreEvent[]>;
  /** Calls since then that could be heard worst. */
  worstLines(since: Instant, limit: number): Promise<readonly LineRecord[]>;
  /** Calls in ten minutes that are usual in the hour of `at`; null: not known. As far as the log is folded. */
  usualCalls(at: Instant): Promise<number | null>;
  ledger(): Promise<{ readonly seq: number; readonly ledger: Ledger }>;
}

/** @param caughtUp resolves when the rows hold everything this process appended */
export function openViews(database: Database, centreId: string, caughtUp: () => Promise<void>): Views {
  const after = async <T>(read: () => Promise<T>): Promise<T> => {
    await caughtUp();
    return read();
  };
  const ever = Number.MAX_SAFE_INTEGER;
  return {
    callList: ({ before = ever, limit }) => after(() => callList(database, centreId, before, limit)),
    call: (call) => after(() => callRecord(database, centreId, call)),
    reviewList: (limit) => after(() => reviewList(database, centreId, limit)),
    incidentList: ({ before = ever, limit }) => after(() => incidentList(database, centreId, before, limit)),
    incident: (incident) => after(() => incidentRecord(database, centreId, incident)),
    callsOfIncident: (incident) => after(() => callsOfIncident(database, centreId, incident)),
    eventsOfIncident: (incident) => after(() => eventsOfIncident(database, centreId, incident)),
    worstLines: (since, limit) => after(() => worstLines(database, centreId, since, limit)),
    usualCalls: (at) => usualCalls(database, centreId, at),
    ledger: () => after(() => readLedger(database, centreId)),
  };
}
