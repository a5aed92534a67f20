import { triageDefaults, type TriageParameters } from "@siaga/core";

/** What a scenario file says of the policy: the names and units of `TriageParameters`, nested as there; null: off. */
export type PolicyChanges = { readonly [name: string]: number | string | null | PolicyChanges };

/** The policy with the changes made; a change that names nothing is passed over, see `unknownChanges`. */
export function changed(triage: TriageParameters, changes: PolicyChanges): TriageParameters {
  return merged(triage, changes) as TriageParameters;
}

function merged(before: Branch, changes: PolicyChanges): Branch {
  const after: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in before)) continue;
    const [was, told] = [before[name], value];
    after[name] = isBranch(told) && isBranch(was) ? merged(was, told) : told;
  }
  return after;
}

/** Why these changes cannot be made: one sentence for each name or value the policy has no use for. */
export function unknownChanges(changes: PolicyChanges, path = "policy", before: Branch = triageDefaults): string[] {
  return Object.entries(changes).flatMap(([name, value]) => {
    const at = `${path}.${name}`;
    if (!(name in before)) return [`${at}: the policy has no such part; it has ${Object.keys(before).join(", ")}.`];
    const was = before[name];
    if (value === null) return mayBeOff(at) ? [] : [`${at}: null; this part cannot be left out.`];
    if (isBranch(was)) {
      return isBranch(value) ? unknownChanges(value, at, was) : [`${at}: ${JSON.stringify(value)}; give { … }.`];
    }
    // What is off by default has no example of its shape here.
    if (was === null || typeof was === typeof value) return [];
    return [`${at}: ${JSON.stringify(value)}; give a ${typeof was}.`];
  });
}

type Branch = { readonly [name: string]: unknown };
const isBranch = (value: unknown): value is PolicyChanges => typeof value === "object" && value !== null;

/** Parts that a policy may be without, as in `triage-policy.json`. */
const optional = new Set(
  [
    "challenge",
    "claims.tokenEvery",
    "reservation",
    "budget",
    "promoteAfter",
    "waitingRest",
    "preemptAfter",
    "parkAnyAfter",
    "parkAnyUntil",
    "glance",
    "bulletin",
    "overload",
    "answeredByAll",
    "answeredByAll.parkAgainAfter",
    "alone",
    "alone.parkAgainAfter",
  ].map((path) => `policy.${path}`),
);
const mayBeOff = (path: string): boolean => optional.has(path);
