import type { TriagePolicySetting } from "@siaga/configuration";
import type { TriagePolicy } from "@siaga/contracts/planning";
import { triageFieldRows } from "@siaga/contracts/triage-policy";
import { type Instant, type OperatorId, triageDefaults } from "@siaga/core";

/** The policy as a supervisor reads it: what is said now, what the product says, and what every key may hold. */
export const presentTriagePolicy = (
  { order, parameters }: TriagePolicySetting,
  last: { readonly at: Instant; readonly operator: OperatorId | null } | null,
  scenarios: readonly string[],
  operatorName: (operator: OperatorId) => string,
): TriagePolicy => ({
  order,
  parameters: { ...parameters },
  defaults: { ...triageDefaults },
  changedAt: last?.at ?? null,
  changedBy: last?.operator ? operatorName(last.operator) : null,
  fields: triageFieldRows,
  scenarios: [...scenarios],
});
