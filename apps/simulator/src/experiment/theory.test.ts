import assert from "node:assert/strict";
import { test } from "node:test";
import { type CallerClass, classes } from "../population/classes.ts";
import type { Scenario } from "../population/scenario.ts";
import { policyRows } from "./policies.ts";
import { type Need, type Replication, replicate } from "./replication.ts";

/** Real callers alone, exponential in everything that theory asks to be so. */
function queue(perHour: number, service: number, patience: number): Scenario {
  const never = { probability: 0, after: 0, mean: 0 };
  const kind: CallerClass = {
    ...classes.real,
    service: { mean: service, cv: "exponential" },
    patience: { mean: patience, cv: "exponential" },
    abandoned: never,
  };
  return {
    name: "theory",
    poolLabelsPerDay: 0,
    operators: 3,
    channels: 100_000,
    warmUp: 3_600,
    measured: 100_000,
    drain: 3_600,
    pickUp: 0,
    sources: [{ class: "real", perHour, origins: { new: 1 } }],
    redialling: [],
    classes: { real: kind },
  };
}

const seeds = (many: number): number[] => Array.from({ length: many }, (_, place) => 7_000 + place);
function share(runs: readonly Replication[], counts: (need: Need) => boolean): number {
  const needs = runs.flatMap((run) => run.needs);
  return needs.filter(counts).length / needs.length;
}
const unwaited = ({ waited }: Need): boolean => waited === 0;
const near = (measured: number, theory: number): void =>
  assert.ok(Math.abs(measured - theory) < 0.01, `${measured.toFixed(3)}, theory says ${theory}`);

test("first come, first served agrees with Erlang C: three operators, 70 % and 90 % busy", () => {
  for (const [busy, theory, days] of [
    // The longer a queue lasts, the longer one must watch: shares of so many days of chance.
    [0.7, 0.508, 24],
    [0.9, 0.183, 16],
  ] as const) {
    const scenario = queue((busy * 3 * 3600) / 60, 60, 1e9);
    const runs = seeds(days).map((seed) => replicate(scenario, policyRows.fifo, seed));
    near(share(runs, unwaited), theory);
  }
});

/** With patience as long as the service the number in the room is Poisson with the offered load as its mean. */
function erlangA(load: number, operators: number): { readonly abandoned: number; readonly waits: number } {
  let [chance, fewer, spare] = [Math.exp(-load), 0, 0];
  for (let present = 0; present < operators; present += 1) {
    fewer += chance;
    spare += (operators - present) * chance;
    chance *= load / (present + 1);
  }
  return { abandoned: (load - operators + spare) / load, waits: 1 - fewer };
}

test("first come, first served agrees with Erlang A: overloaded by half, patience of a minute", () => {
  const scenario = queue((4.5 * 3600) / 60, 60, 60);
  const runs = seeds(8).map((seed) => replicate(scenario, policyRows.fifo, seed));
  const theory = erlangA(4.5, 3);
  near(
    share(runs, ({ waited }) => waited === null),
    theory.abandoned,
  );
  near(1 - share(runs, unwaited), theory.waits);
});
