import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { PlanReport, PlanRequest, QuickLook } from "@siaga/simulator";
import type { PreviewJob, PreviewResult } from "./preview.ts";

export type PlanJob = { readonly kind: "plan"; readonly request: PlanRequest; readonly quick: QuickLook };
export type Job = PreviewJob | PlanJob;
/** `done`: replications of a preview, share of a plan. */
export type ThreadSays =
  | { readonly done: number }
  | { readonly results: PreviewResult[] }
  | { readonly report: PlanReport };

/** A run as it stands. */
export type Run<J extends Job = Job> = {
  readonly job: J;
  state: "running" | "done" | "failed";
  done: number;
  because: "replaced" | "broken" | "too-long" | null;
  results: PreviewResult[];
  report: PlanReport | null;
};

/** Simulations asked for on screens: one at a time on a thread of lowest priority, never in a caller's way. */
export interface Runs {
  /** Takes the place of an earlier run of the same kind that is not done. */
  start(job: Job): string;
  read<K extends Job["kind"]>(kind: K, id: string): Run<Extract<Job, { kind: K }>> | null;
  close(): Promise<void>;
}

const kept = 20;
/** ms; megabytes. A run that needs more is given up, the centre goes on. */
const longest = 900_000;
const memory = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32 };

export function openRuns(): Runs {
  const runs = new Map<string, Run>();
  const waiting: Run[] = [];
  let playing: { readonly run: Run; readonly worker: Worker } | null = null;
  let closed = false;

  const end = (run: Run, because: Run["because"]): void => {
    if (run.state === "running") Object.assign(run, { state: "failed", because });
    if (playing?.run === run) void playing.worker.terminate();
  };
  const next = (): void => {
    const run = waiting.shift();
    if (closed || run === undefined) return;
    if (run.state !== "running") return next();
    const worker = playOnThread(run, () => end(run, "too-long"));
    playing = { run, worker };
    worker.once("exit", () => {
      end(run, "broken");
      playing = null;
      next();
    });
  };
  return {
    start(job) {
      for (const run of runs.values()) if (run.job.kind === job.kind) end(run, "replaced");
      const [id, run] = [randomUUID(), fresh(job)];
      runs.set(id, run);
      for (const old of runs.keys()) if (runs.size > kept) runs.delete(old);
      waiting.push(run);
      if (playing === null) next();
      return id;
    },
    read(kind, id) {
      const run = runs.get(id);
      return run?.job.kind === kind ? (run as never) : null;
    },
    async close() {
      closed = true;
      await playing?.worker.terminate();
    },
  };
}

const fresh = (job: Job): Run => ({ job, state: "running", done: 0, because: null, results: [], report: null });

function playOnThread(run: Run, tooLong: () => void): Worker {
  const worker = new Worker(new URL("thread.ts", import.meta.url), { workerData: run.job, resourceLimits: memory });
  const limit = setTimeout(tooLong, longest).unref();
  worker.on("message", (says: ThreadSays) => {
    if (run.state !== "running") return;
    if ("done" in says) run.done = says.done;
    else Object.assign(run, says, { state: "done" });
  });
  // Out of memory or a bug of the simulation: told by the end that follows.
  worker.on("error", () => {});
  worker.once("exit", () => clearTimeout(limit));
  return worker;
}
