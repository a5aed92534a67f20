import type { CallRow } from "@siaga/contracts/live";

/** Why a party is not there, as a key of the words. RFC 3261 §21.4, §21.6. */
export function reasonOf({ code, answered }: NonNullable<CallRow["partyLeft"]>): ReasonKey {
  if (answered) return "left.hung-up";
  if (code === 486 || code === 600) return "left.busy";
  if (code === 408 || code === 480) return "left.no-answer";
  return code === 404 || code === 484 || code === 604 ? "left.no-number" : "left.failed";
}
export type ReasonKey = "left.hung-up" | "left.busy" | "left.no-answer" | "left.no-number" | "left.failed";

/** How long a failed call beside is said (ms). */
export const saidFor = 20_000;
