/**
 * `npm run bench:core [-- --json FILE]`: core steps per second on one core while calls wait.
 * The inputs are made first; what is timed is the core alone, fed one input after another.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { centre } from "@siaga/core";
import { decisionTarget, measureDecisions } from "./decisions.ts";
import { floodedEvening, freshCentre, type Size } from "./room.ts";

const { values } = parseArgs({ options: { json: { type: "string" } } });

/** Steps per second the design asks for with 500 calls waiting. */
const target = 20_000;
const sizes: readonly Size[] = [
  { waiting: 20, desks: 10, steps: 60_000 },
  { waiting: 500, desks: 3, steps: 60_000 },
  { waiting: 500, desks: 10, steps: 60_000 },
  { waiting: 2000, desks: 10, steps: 60_000 },
];

/** One run on a fresh state; the inputs that fill the room are played but not timed. */
function measure(size: Size) {
  const { inputs, filled } = floodedEvening(size);
  const state = freshCentre();
  const took = new Float64Array(inputs.length - filled);
  let events = 0;
  for (const { input, at } of inputs.slice(0, filled)) centre(state, input, at);
  const started = performance.now();
  for (let n = filled; n < inputs.length; n += 1) {
    const before = performance.now();
    events += centre(state, inputs[n]!.input, inputs[n]!.at).events.length;
    took[n - filled] = performance.now() - before;
  }
  const seconds = (performance.now() - started) / 1000;
  took.sort();
  const quantile = (part: number): number => Math.round((took[Math.floor(took.length * part)] ?? 0) * 1000 * 10) / 10;
  const measured = { steps: took.length, stepsPerSecond: Math.round(took.length / seconds), events };
  return { ...size, ...measured, p50Microseconds: quantile(0.5), p99Microseconds: quantile(0.99) };
}

measure({ waiting: 100, desks: 5, steps: 20_000 });
const results = sizes.map((size) => measure(size));
const rows = results.map((result) => ({
  waiting: result.waiting,
  desks: result.desks,
  "steps/s": result.stepsPerSecond,
  "p50 µs": result.p50Microseconds,
  "p99 µs": result.p99Microseconds,
  "events/step": Math.round((result.events / result.steps) * 100) / 100,
}));
console.table(rows);
const slowest = Math.min(...results.filter(({ waiting }) => waiting === 500).map((result) => result.stepsPerSecond));
console.log(`with 500 waiting: ${slowest} steps/s (target ${target})`);
const kernel = measureDecisions();
const decided = {
  "with the look-up": kernel,
  "history at hand": kernel.historyAtHand,
  "look-up alone": kernel.lookUpAlone,
};
const rated = Object.entries(decided).map(([what, { decisionsPerSecond, decisionsPerCpuSecond, ...took }]) => ({
  "risk, lane and order": what,
  "decisions/s": decisionsPerSecond,
  "per CPU second": decisionsPerCpuSecond,
  "p50 µs": took.p50Microseconds,
  "p99 µs": took.p99Microseconds,
}));
console.table(rated);
console.log(`${kernel.waiting} waiting, ${kernel.known} numbers known (target ${decisionTarget} decisions/s)`);
if (values.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown" };
  writeFileSync(
    values.json,
    JSON.stringify({ bench: "core", target, machine, results, decisionTarget, kernel }, null, 2) + "\n",
  );
}
