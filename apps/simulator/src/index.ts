/** The room in a flood, played on the product's own core. */
export { figuresOf, replicateAll, type Figures } from "./experiment/experiment.ts";
export { type PolicyName, policyNames, type PolicyRow, policyRows } from "./experiment/policies.ts";
export type { Replication } from "./experiment/replication.ts";
export type { Estimate } from "./experiment/statistics.ts";
export { type Scenario, scenarioNamed, scenarioNames } from "./population/scenario.ts";
