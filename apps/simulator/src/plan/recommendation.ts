import type { Figures } from "../experiment/experiment.ts";
import type { PolicyName } from "../experiment/policies.ts";
import { erlangA, type Load } from "./erlang-a.ts";

/** Shares (0–1) of the persons in need: answered within 10 s at least, lost at most. */
export type Goals = { readonly p10: number; readonly lost: number };

/** The least on shift that meets the goals. */
export type Recommendation = {
  readonly goals: Goals;
  /** The policy the simulation was searched under. */
  readonly policy: PolicyName;
  /** By simulation; null: none of those tried meets the goals. `sure`: by the whole 95 % interval, not by its middle alone. */
  readonly simulated: { readonly operators: number; readonly figures: Figures; readonly sure: boolean } | null;
  /** By the formula, for all callers alike; null: none up to the most it was asked for. */
  readonly formula: number | null;
  readonly tried: readonly number[];
};

/** A number on shift that was played. */
export type Tried = { readonly operators: number; readonly figures: Figures };

/** Whether the goals are met, by the middle of the intervals. */
export const meets = ({ p10, lost }: Figures, goals: Goals): boolean =>
  p10.value >= goals.p10 && lost.value <= goals.lost;

const surely = ({ p10, lost }: Figures, goals: Goals): boolean =>
  p10.value - p10.ci >= goals.p10 && lost.value + lost.ci <= goals.lost;

/** `within`: s a caller may wait before an operator picks up. */
export function recommend(
  tried: readonly Tried[],
  policy: PolicyName,
  goals: Goals,
  load: Load,
  within: number,
): Recommendation {
  const inOrder = [...tried].sort((one, other) => one.operators - other.operators);
  const least = inOrder.find(({ figures }) => meets(figures, goals));
  return {
    goals,
    policy,
    simulated: least === undefined ? null : { ...least, sure: surely(least.figures, goals) },
    formula: leastByFormula(load, goals, within),
    tried: inOrder.map(({ operators }) => operators),
  };
}

function leastByFormula(load: Load, goals: Goals, within: number): number | null {
  const most = Math.ceil((load.callsPerHour * load.service) / 3_600) + 30;
  for (let operators = 1; operators <= most; operators += 1) {
    const expected = erlangA(load, operators, within);
    if (expected.answeredInTime >= goals.p10 && expected.lost <= goals.lost) return operators;
  }
  return null;
}
