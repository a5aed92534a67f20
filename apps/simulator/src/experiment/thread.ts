/** A thread that plays its share of the seeds. */
import { parentPort, workerData } from "node:worker_threads";
import { policyRows } from "./policies.ts";
import { replicate } from "./replication.ts";
import type { ThreadShare, ThreadTold } from "./threads.ts";

const { scenario, policy, seeds } = workerData as ThreadShare;
for (const [place, seed] of seeds.entries()) {
  const told: ThreadTold = { place, replication: replicate(scenario, policyRows[policy], seed) };
  parentPort?.postMessage(told);
}
