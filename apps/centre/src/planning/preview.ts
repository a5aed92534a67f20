import type { TriagePreview } from "@siaga/contracts/planning";
import type { TriageParameters } from "@siaga/core";
import {
  answerTimesOf,
  figuresOf,
  type PolicyRow,
  policyRows,
  replicateAll,
  type Scenario,
  scenarioNamed,
} from "@siaga/simulator";

/** One change of policy, tried beside what is in force and first come, first served: the same callers for all three. */
export type PreviewJob = {
  readonly kind: "preview";
  readonly scenarios: readonly string[];
  readonly operators: number;
  /** Null: first come, first served. */
  readonly now: TriageParameters | null;
  readonly proposed: TriageParameters | null;
  readonly seeds: readonly number[];
};
export type PreviewResult = TriagePreview["results"][number];

/** Apart from the seeds of tuning and of publication (docs/flood-benchmark.md). */
export const previewSeeds = (many: number): number[] => Array.from({ length: many }, (_, place) => 700_000 + place);

export const replicationsOf = ({ scenarios, seeds }: PreviewJob): number => scenarios.length * 3 * seeds.length;

/** Plays every scenario under the three policies; `seen` is told how many replications are done. */
export function playPreview(job: PreviewJob, seen: (done: number) => void): PreviewResult[] {
  const rows = { now: rowOf(job.now), proposed: rowOf(job.proposed), "first-come": policyRows.fifo };
  const results: PreviewResult[] = [];
  for (const name of job.scenarios) {
    const scenario: Scenario = { ...scenarioNamed(name)!, operators: job.operators };
    for (const policy of ["now", "proposed", "first-come"] as const) {
      const before = results.length * job.seeds.length;
      results.push({
        scenario: name,
        policy,
        ...play(scenario, rows[policy], job.seeds, (done) => seen(before + done)),
      });
    }
  }
  return results;
}

/** Operators park as early as the policy lets them; what is assumed of them stands beside the switch. */
function rowOf(triage: TriageParameters | null): PolicyRow {
  if (triage === null) return policyRows.fifo;
  const { parks } = policyRows[triage.parkAnyAfter === null ? "no-people" : "triage"];
  return { ...policyRows.triage, triage, parks };
}

function play(scenario: Scenario, row: PolicyRow, seeds: readonly number[], seen: (done: number) => void) {
  const runs = replicateAll(scenario, row, seeds, seen);
  const { p10, p20, p60, lost, refused, nuisanceMinutesPerHour } = figuresOf(runs);
  return {
    p10: told(p10.value),
    p20: told(p20.value),
    p60: told(p60.value),
    lost: told(lost.value),
    refused: told(refused.value),
    nuisanceMinutesPerHour: told(nuisanceMinutesPerHour.value),
    p10Within: told(p10.ci),
    answerTimes: answerTimesOf(runs).map(({ seconds, share }) => ({ seconds, share: told(share) })),
  };
}

/** Nobody in need called: there is nothing to divide by. */
const told = (value: number): number => (Number.isFinite(value) ? value : 0);
