import type { Reference } from "@siaga/contracts/http";
import type { Draft, Priority } from "./draft.ts";
import { type IncidentType, proposeType, type Proposal } from "./proposal.ts";

/** What would be sent if the operator saved now. */
export type Chosen = {
  readonly incidentType: IncidentType | null;
  readonly proposal: Proposal | null;
  readonly priority: Priority;
  readonly agencies: readonly string[];
};

/** A manual choice is never overwritten; what is not chosen follows the type, or else the proposed one. */
export function chooseFrom(draft: Draft, reference: Reference | null): Chosen {
  const types = reference?.incidentTypes ?? [];
  const incidentType = types.find(({ id }) => id === draft.incidentType) ?? null;
  const proposal = incidentType === null ? proposeType(draft.narrative, types) : null;
  return {
    incidentType,
    proposal,
    priority: draft.priority ?? (incidentType ?? proposal?.incidentType)?.priority ?? 3,
    agencies: draft.agencies ?? (incidentType ?? proposal?.incidentType)?.agencies ?? [],
  };
}

/** The agencies in the order of their digits: the type's own first, so that they get 1, 2, 3. */
export function digitOrder(reference: Reference | null, first: readonly string[]): Reference["agencies"] {
  const all = reference?.agencies ?? [];
  const leading = first.flatMap((id) => all.filter((agency) => agency.id === id));
  return [...leading, ...all.filter((agency) => !leading.includes(agency))];
}

export function toggle(chosen: readonly string[], agency: string): readonly string[] {
  return chosen.includes(agency) ? chosen.filter((id) => id !== agency) : [...chosen, agency];
}
