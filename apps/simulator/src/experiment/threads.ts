import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { PolicyName } from "./policies.ts";
import type { Replication } from "./replication.ts";
import type { Scenario } from "../population/scenario.ts";

/** One share of the seeds, played on a thread of its own. */
export type ThreadShare = {
  readonly scenario: Scenario;
  readonly policy: PolicyName;
  readonly seeds: readonly number[];
};

/** A replication, as the thread tells it. */
export type ThreadTold = { readonly place: number; readonly replication: Replication };

/**
 * Plays the seeds on as many threads as there are cores, and puts them together again in their order: the figures are
 * the same on any number of threads. A thread that fails fails the whole.
 */
export async function replicateOnThreads(
  scenario: Scenario,
  policy: PolicyName,
  seeds: readonly number[],
  seen: (done: number) => void = () => undefined,
  threads: number = availableParallelism(),
): Promise<readonly Replication[]> {
  const many = Math.max(1, Math.min(threads, seeds.length));
  const played: Replication[] = [];
  let done = 0;
  const share = (thread: number): Promise<void> =>
    onThread({ scenario, policy, seeds: seeds.filter((_, place) => place % many === thread) }, (told) => {
      played[told.place * many + thread] = told.replication;
      seen((done += 1));
    });
  await Promise.all(Array.from({ length: many }, (_, thread) => share(thread)));
  return played;
}

function onThread(share: ThreadShare, told: (told: ThreadTold) => void): Promise<void> {
  return new Promise((finished, failed) => {
    const worker = new Worker(new URL("thread.ts", import.meta.url), { workerData: share });
    worker.on("message", told);
    worker.once("error", failed);
    worker.once("exit", (code) =>
      code === 0 ? finished() : failed(new Error(`a simulating thread ended with ${code}`)),
    );
  });
}
