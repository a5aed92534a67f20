import { parentPort, workerData } from "node:worker_threads";
import { type PolicyName, policyRows, replicateAll, scenarioNamed } from "@siaga/simulator";

/** One share of the seeds, played on a thread of its own. */
export type Share = {
  readonly scenario: string;
  readonly policy: PolicyName;
  readonly seeds: readonly number[];
  readonly channels: number | null;
  readonly operators: number | null;
};

const { scenario: name, policy, seeds, channels, operators } = workerData as Share;
const scenario = scenarioNamed(name);
if (scenario === undefined) throw new Error(`no scenario ${name}`);
const told = { ...scenario, ...(channels !== null && { channels }), ...(operators !== null && { operators }) };
parentPort?.postMessage(replicateAll(told, policyRows[policy], seeds));
