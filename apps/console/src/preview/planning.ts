import { randomUUID } from "node:crypto";
import type { Plan, TriagePolicy, TriagePreview } from "@siaga/contracts/planning";
import { triageFieldRows } from "@siaga/contracts/triage-policy";
import { triageDefaults } from "@siaga/core";

/** The product's own policy with one thing changed, as a supervisor finds it. */
export function policyShown(now: number): TriagePolicy {
  return {
    order: "triage",
    parameters: { ...triageDefaults, promoteAfter: 75_000 },
    defaults: { ...triageDefaults },
    changedAt: now - 3 * 86_400_000,
    changedBy: "Hadi Pranoto",
    fields: triageFieldRows,
    scenarios: ["evening", "flood5u", "flood20u", "flood20few", "flood20anon", "disaster"],
  };
}

const told = [0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300];
/** A made-up curve: so many at once, the rest within about `slow` s, some never. */
const curve = (atOnce: number, slow: number, lost: number) =>
  told.map((seconds) => ({ seconds, share: atOnce + (1 - lost - atOnce) * (1 - Math.exp(-seconds / slow)) }));

function resultOf(
  scenario: string,
  policy: TriagePreview["results"][number]["policy"],
  [atOnce, slow, lost]: readonly [number, number, number],
): TriagePreview["results"][number] {
  const answerTimes = curve(atOnce, slow, lost);
  const at = (wanted: number): number => answerTimes.find(({ seconds }) => seconds === wanted)?.share ?? 0;
  return {
    scenario,
    policy,
    p10: at(10),
    p20: at(20),
    p60: at(60),
    lost,
    refused: 0,
    nuisanceMinutesPerHour: policy === "first-come" ? 71.2 : 48.5,
    p10Within: 0.021,
    answerTimes,
  };
}

/** A trial half played, then done. */
export const previewShown = (done: boolean): TriagePreview => ({
  state: done ? "done" : "running",
  done: done ? 72 : 31,
  of: 72,
  sentence: null,
  results: done
    ? ["evening", "flood20u"].flatMap((scenario, flood) => [
        resultOf(scenario, "now", [0.82 - flood * 0.2, 22, 0.01]),
        resultOf(scenario, "proposed", [0.85 - flood * 0.16, 15, 0.008]),
        resultOf(scenario, "first-come", [0.55 - flood * 0.4, 60, 0.06 + flood * 0.2]),
      ])
    : [],
});

const estimate = (value: number) => ({ value, ci: 0.02 });
const planned = (atOnce: number, slow: number, lost: number) => {
  const answerTimes = curve(atOnce, slow, lost);
  const at = (wanted: number) => estimate(answerTimes.find(({ seconds }) => seconds === wanted)?.share ?? 0);
  const figures = {
    needs: 412,
    p10: at(10),
    p20: at(20),
    p60: at(60),
    lost: estimate(lost),
    refused: estimate(0),
    p95Wait: lost > 0.05 ? null : 34,
    nuisanceMinutesPerHour: estimate(52),
    occupancy: estimate(0.8),
  };
  return { figures, answerTimes };
};

/** A plan half made (the formula is known at once), then done. */
export function planShown(done: boolean): Plan {
  const load = { callsPerHour: 1_274, service: 21, patience: 62 };
  const erlangA = [1, 2, 3, 5, 8].map((operators) => ({
    operators,
    answeredInTime: 1 - Math.exp(-operators / 4),
    lost: Math.exp(-operators / 4),
    occupancy: 0.99,
  }));
  const perOperators = [1, 2, 3].map((operators) => ({
    operators,
    policies: {
      triage: planned(0.4 + 0.17 * operators, 14, 0.04 / operators),
      fifo: planned(0.08 * operators, 70, 0.4 / operators),
    },
  }));
  const enough = { operators: 3, figures: planned(0.91, 14, 0.008).figures, sure: false };
  const recommendation = {
    goals: { p10: 0.9, lost: 0.01 },
    policy: "triage",
    simulated: enough,
    formula: 11,
    tried: [1, 2, 3],
  };
  const report = { scenario: "flood20u", replications: 10, perOperators, load, erlangA, recommendation };
  return {
    state: done ? "done" : "running",
    share: done ? 1 : 0.4,
    sentence: null,
    quick: { load, erlangA },
    report: done ? report : null,
  };
}

/** Answers the routes of policy and planner; a trial or plan is done at the second time of asking. */
export function openPlanning(): (method: string, path: string, now: number) => unknown {
  const asked = new Map<string, number>();
  const isDone = (id: string): boolean => {
    asked.set(id, (asked.get(id) ?? 0) + 1);
    return (asked.get(id) ?? 0) > 1;
  };
  return (method, path, now) => {
    if (path === "/api/policy/triage") return policyShown(now);
    if (path === "/api/policy/triage/preview") return { preview: randomUUID() };
    if (path.startsWith("/api/policy/previews/")) return previewShown(isDone(path));
    if (path === "/api/planner" && method === "POST") return { plan: randomUUID() };
    return path.startsWith("/api/planner/") ? planShown(isDone(path)) : undefined;
  };
}
