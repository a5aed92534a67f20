/** A thread that makes one plan. */
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadSays } from "./on-thread.ts";
import { plan, type PlanRequest } from "./plan.ts";

const say = (says: ThreadSays): void => parentPort?.postMessage(says);
say({ report: await plan(workerData as PlanRequest, (share) => say({ share })) });
