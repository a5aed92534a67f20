/** The room in a flood, played on the product's own core. */
export {
  answerTimesOf,
  type AnswerTimes,
  type Differences,
  differencesOf,
  figuresOf,
  replicateAll,
  type Figures,
} from "./experiment/experiment.ts";
export { type PolicyName, policyNames, type PolicyRow, policyRows } from "./experiment/policies.ts";
export type { Replication } from "./experiment/replication.ts";
export type { Estimate } from "./experiment/statistics.ts";
export { replicateOnThreads } from "./experiment/threads.ts";
export { planOnThread, type Planning } from "./plan/on-thread.ts";
export { plan, type Planned, type PlanReport, type PlanRequest, usualGoals } from "./plan/plan.ts";
export { type Scenario, scenarioNamed, scenarioNames } from "./population/scenario.ts";
/** The same population for another world: callers who really dial. */
export { arrivals, type Person } from "./population/arrivals.ts";
export { type CallerClass, classes, type ClassName } from "./population/classes.ts";
export { chanceOf, type Drawn, drawCall, hesitation, labelled, pauseBefore, responseOf } from "./population/drawn.ts";
export { type NumberName, openNumbers, type Origin } from "./population/numbers.ts";
export { streamOf } from "./chance/stream.ts";
