import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job, Runs } from "../../planning/runs.ts";
import { Refused } from "../../presenters/refusal.ts";
import type { Asked } from "../route.ts";
import { plannerCommands } from "./planner.ts";

const started: Job[] = [];
const runs: Runs = {
  start: (job) => `run-${started.push(job)}`,
  read: () => null,
  close: async () => {},
};
const { startPlan } = plannerCommands(runs);

/** A plan for the largest rooms a planner may ask for. */
const ask = (file: Record<string, unknown>) =>
  startPlan({
    body: { file, operators: [43, 44, 45, 46, 47, 48, 49, 50], policies: ["fifo"], seeds: 1 },
  } as unknown as Asked<"startPlan">);
const callers = [{ class: "real", perHour: 20_000 }];
const day = { mean: 86_400, cv: 1 };

test("a scenario with more callers at once than the formula is quick for is refused with the figures", async () => {
  const refused = await ask({ name: "endless", callers, classes: { real: { patience: day } } });
  assert.ok(refused instanceof Refused);
  assert.equal(refused.code, "bad-scenario");
  assert.match(
    refused.detail ?? "",
    /20000 calls an hour with 86400 s of patience are 480000 waiting at once; at most/,
  );
  assert.equal(started.length, 0);
});
test("the fullest room that is accepted is counted before a call could notice", async () => {
  const classes = { real: { patience: { mean: 89, cv: 1 }, service: day } };
  const full = { name: "full", callers, classes, pickUpSeconds: 0 };
  await ask(full);
  const before = process.cpuUsage();
  await ask(full);
  const { user, system } = process.cpuUsage(before);
  assert.equal(started.length, 2);
  assert.ok(user + system < 150_000, `${(user + system) / 1_000} ms`);
});
