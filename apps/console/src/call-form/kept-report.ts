import type { ReportIncident } from "@siaga/contracts/http";
import { useEffect, useSyncExternalStore } from "react";
import { isOf, type PendingSave, type Sending } from "../api/pending-list.ts";
import { changePending, pendingSaves, watchPendingSaves, watchSent } from "../api/pending-saves.ts";
import { whoIsIn } from "../api/queries.ts";
import type { Chosen } from "./choose.ts";
import { type Draft, dropDraft, readDraft, reportOf } from "./draft.ts";

/** The name a draft's report has among the kept saves. */
export const reportKey = ({ incident }: Pick<Draft, "incident">): string => `incident ${incident}`;

/** Something was written about this call that is neither sent nor waits to be. */
export function isUnsent(call: string | null): boolean {
  const draft = readDraft(call, localStorage);
  return draft !== null && !pendingSaves().some(({ key }) => key === reportKey(draft));
}

/** The report again with what the draft says now. Without a type in the form the one it was saved with stands. */
export function reportAgain(was: ReportIncident, draft: Draft, chosen: Chosen): ReportIncident {
  const type = chosen.incidentType ?? chosen.proposal?.incidentType;
  if (type === undefined) return reportOf(draft, was);
  return reportOf(draft, { incidentType: type.id, priority: chosen.priority, agencies: chosen.agencies });
}

/** What a report says, for an incident that stands already. */
export function amendmentOf({ incident, incidentType, priority, place, narrative }: ReportIncident): Sending {
  const body = { incidentType, priority, place, ...(narrative !== null && { narrative }) };
  return { route: "amendIncident", params: { incident }, body };
}

/** This draft's report if it waits in this browser in this operator's name. What is written after is kept with it. */
export function useKeptReport(draft: Draft, chosen: Chosen): PendingSave | undefined {
  const saves = useSyncExternalStore(watchPendingSaves, pendingSaves);
  const kept = saves.find((save) => save.key === reportKey(draft) && isOf(save, whoIsIn() ?? ""));
  useEffect(() => {
    if (kept === undefined) return;
    const report = reportAgain(kept.body as ReportIncident, draft, chosen);
    changePending(kept, report, amendmentOf(report));
  });
  return kept;
}

// The centre has it: the draft it was written from is no longer unsent, also when its form is not on screen.
watchSent(({ route, body }) => {
  if (route !== "reportIncident") return;
  const { incident, call } = body as ReportIncident;
  if (readDraft(call, localStorage)?.incident === incident) dropDraft(call, localStorage);
});
