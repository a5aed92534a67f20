/** One run on a thread of its own, behind everything else this machine has to do. */
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { plan } from "@siaga/simulator";
import { playPreview } from "./preview.ts";
import type { Job, ThreadSays } from "./runs.ts";

/** The lowest. Linux gives every thread its own; 0 is the one that asks (setpriority(2)). */
const last = 19;

const say = (says: ThreadSays): void => parentPort?.postMessage(says);

setPriority(0, last);
const job = workerData as Job;
if (job.kind === "preview") say({ results: playPreview(job, (done) => say({ done })) });
else say({ report: await plan(job.request, (share) => say({ done: share })) });
