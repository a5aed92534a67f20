/** The room in a flood, played on the product's own core. */
export {
  type Asked,
  fileAsked,
  numbersAsked,
  percentAsked,
  policiesAsked,
  scenariosAsked,
  seedsAsked,
} from "./asked/asked.ts";
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
export type { ErlangA, Load } from "./plan/erlang-a.ts";
export type { Goals, Recommendation } from "./plan/recommendation.ts";
export { openLogReader } from "./from-log/from-log.ts";
export { planOnThread, type Planning } from "./plan/on-thread.ts";
export {
  plan,
  type Planned,
  type PlannedRoom,
  type PlanReport,
  type PlanRequest,
  type Play,
  type Progress,
  quickLook,
  type QuickLook,
  usualGoals,
} from "./plan/plan.ts";
export { reportLines } from "./report/report.ts";
export { type Language, languages } from "./report/words.ts";
export { readScenario, type ReadScenario } from "./scenario-file/read.ts";
export { type ScenarioFile, scenarioFile } from "./scenario-file/shape.ts";
export { classes as callerClasses } from "./population/classes.ts";
export { type Scenario, scenarioNamed, scenarioNames } from "./population/scenario.ts";
/** The same population for another world: callers who really dial. */
export { arrivals, type Person } from "./population/arrivals.ts";
export { type CallerClass, classes, type ClassName } from "./population/classes.ts";
export type { Parks } from "./population/caller.ts";
export { chanceOf, type Drawn, drawCall, hesitation, labelled, pauseBefore, responseOf } from "./population/drawn.ts";
export { type NumberName, openNumbers, type Origin } from "./population/numbers.ts";
export { streamOf } from "./chance/stream.ts";
