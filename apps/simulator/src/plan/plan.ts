import { answerTimesOf, type AnswerTimes, type Figures, figuresOf, replicateAll } from "../experiment/experiment.ts";
import { type PolicyName, policyRows } from "../experiment/policies.ts";
import type { Replication } from "../experiment/replication.ts";
import type { Scenario } from "../population/scenario.ts";
import { type ErlangA, erlangA, type Load } from "./erlang-a.ts";
import { loadOf } from "./load.ts";
import { type Goals, meets, type Recommendation, recommend, type Tried } from "./recommendation.ts";

/** A question of a planner: what happens with so many operators on shift? */
export type PlanRequest = {
  readonly scenario: Scenario;
  /** Numbers on shift to try, each all the time; empty: the shifts of the scenario alone. */
  readonly operators: readonly number[];
  readonly policies: readonly PolicyName[];
  readonly seeds: readonly number[];
  /** Absent: `usualGoals`. */
  readonly goals?: Goals;
  /** The least number on shift that meets the goals is searched up to this one; absent: among those asked for. */
  readonly searchUpTo?: number;
};

/** Simulated: the assumptions stand in docs/flood-benchmark.md. */
export type PlanReport = {
  readonly scenario: string;
  readonly replications: number;
  readonly perOperators: readonly PlannedRoom[];
  /** The quick view: the busiest hour in the formula, whoever calls, first come first served. */
  readonly load: Load;
  readonly erlangA: readonly ErlangA[];
  readonly recommendation: Recommendation;
};
export type QuickLook = Pick<PlanReport, "load" | "erlangA">;
/** `operators`: all the time, or by hour of the day. */
export type PlannedRoom = {
  readonly operators: Scenario["operators"];
  readonly policies: Readonly<Partial<Record<PolicyName, Planned>>>;
};
export type Planned = { readonly figures: Figures; readonly answerTimes: AnswerTimes };

/** Told after each replication: share of the whole (0–1). */
export type Progress = (share: number) => void;
/** Plays one room under one policy on every seed, in their order. */
export type Play = (
  scenario: Scenario,
  policy: PolicyName,
  seeds: readonly number[],
  seen: (done: number) => void,
) => Promise<readonly Replication[]>;

/** Nine of ten within 10 s (NFPA 1225), one in a hundred lost. */
export const usualGoals: Goals = { p10: 0.9, lost: 0.01 };
/** s within which a caller is to hear an operator. */
const target = 10;

/** What the formula says of the numbers asked for: known at once, before anything is played. */
export function quickLook({ scenario, operators }: Pick<PlanRequest, "scenario" | "operators">): QuickLook {
  const load = loadOf(scenario);
  const within = Math.max(0, target - scenario.pickUp);
  return { load, erlangA: operators.map((count) => erlangA(load, count, within)) };
}

const onThisThread: Play = (scenario, policy, seeds, seen) =>
  Promise.resolve(replicateAll(scenario, policyRows[policy], seeds, seen));

/** Plays every room asked for, then searches for the least that meets the goals. Seconds to minutes of one core. */
export async function plan(
  request: PlanRequest,
  progress: Progress = () => undefined,
  play: Play = onThisThread,
): Promise<PlanReport> {
  const { scenario, policies, seeds, goals = usualGoals } = request;
  const asked = request.operators.length > 0 ? request.operators : [scenario.operators];
  const counts = countsToSearch(request);
  const pace = paceOf(asked.length * policies.length + counts.length, seeds.length, progress);
  const planned = async (operators: Scenario["operators"], policy: PolicyName): Promise<Planned> => {
    const played = await play({ ...scenario, operators }, policy, seeds, pace.seen);
    pace.finished();
    return { figures: figuresOf(played), answerTimes: answerTimesOf(played) };
  };
  const perOperators: PlannedRoom[] = [];
  for (const operators of asked) {
    const told: Partial<Record<PolicyName, Planned>> = {};
    for (const policy of policies) told[policy] = await planned(operators, policy);
    perOperators.push({ operators, policies: told });
  }
  const policy = searched(policies);
  const tried = triedAmong(perOperators, policy);
  for (const operators of counts) {
    if (tried.some((one) => one.operators < operators && meets(one.figures, goals))) break;
    tried.push({ operators, figures: (await planned(operators, policy)).figures });
  }
  progress(1);
  const load = loadOf(scenario);
  const within = Math.max(0, target - scenario.pickUp);
  const recommendation = recommend(tried, policy, goals, load, within);
  const quick = [...new Set([...recommendation.tried, ...(recommendation.formula ? [recommendation.formula] : [])])];
  return {
    scenario: scenario.name,
    replications: seeds.length,
    perOperators,
    load,
    erlangA: quick.sort((one, other) => one - other).map((operators) => erlangA(load, operators, within)),
    recommendation,
  };
}

/** The product's own policy where it is among those asked for. */
const searched = (policies: readonly PolicyName[]): PolicyName =>
  policies.find((name) => policyRows[name].product) ?? policies[0]!;

/** Numbers on shift not asked for, in order, that the search may need. */
function countsToSearch({ operators, searchUpTo = 0 }: PlanRequest): number[] {
  const all = Array.from({ length: searchUpTo }, (_, before) => before + 1);
  return all.filter((count) => !operators.includes(count));
}

function triedAmong(rooms: readonly PlannedRoom[], policy: PolicyName): Tried[] {
  return rooms.flatMap(({ operators, policies }) => {
    const figures = policies[policy]?.figures;
    return typeof operators === "number" && figures !== undefined ? [{ operators, figures }] : [];
  });
}

function paceOf(runs: number, seeds: number, progress: Progress) {
  let finished = 0;
  return {
    seen: (done: number): void => progress((finished + done / seeds) / runs),
    finished: (): void => void (finished += 1),
  };
}
