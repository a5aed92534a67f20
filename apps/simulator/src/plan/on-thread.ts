import { Worker } from "node:worker_threads";
import type { PlanReport, PlanRequest, Progress } from "./plan.ts";

export type ThreadSays = { readonly share: number } | { readonly report: PlanReport };

/** A plan being made beside the caller's own work. */
export type Planning = {
  readonly report: Promise<PlanReport>;
  /** Gives up: the report never comes. */
  stop(): void;
};

/** Makes a plan on one thread of its own, so that whoever asks goes on with their work. */
export function planOnThread(request: PlanRequest, progress: Progress = () => undefined): Planning {
  const worker = new Worker(new URL("thread.ts", import.meta.url), { workerData: request });
  const report = new Promise<PlanReport>((done, failed) => {
    worker.on("message", (says: ThreadSays) => ("report" in says ? done(says.report) : progress(says.share)));
    worker.once("error", failed);
    worker.once("exit", () => failed(new Error("The plan was given up.")));
  });
  return { report, stop: () => void worker.terminate() };
}
