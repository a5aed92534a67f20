import assert from "node:assert/strict";
import { test } from "node:test";
import { operatorsAt, scenarioNamed } from "../population/scenario.ts";
import { readScenario } from "./read.ts";

const nights = Array.from({ length: 24 }, (_, hour) => (hour < 7 ? 2 : 4));

test("a file that only says what differs follows the published scenario in everything else", () => {
  const read = readScenario({ like: "evening", name: "two at night", operators: nights, lines: 30 });
  assert.ok(read.ok);
  const { name, operators, channels, ...rest } = read.scenario;
  const { name: _name, operators: _operators, channels: _channels, ...published } = scenarioNamed("evening")!;
  assert.deepEqual([name, operators, channels], ["two at night", nights, 30]);
  assert.deepEqual(rest, { ...published, startsAt: 0 });
  assert.equal(operatorsAt(read.scenario, 6.5 * 3600), 2);
  assert.equal(operatorsAt(read.scenario, 7 * 3600), 4);
});

test("rates by the hour keep the number of calls of each hour", () => {
  const perHour = Array.from({ length: 24 }, (_, hour) => hour);
  const read = readScenario({ name: "month", callers: [{ class: "real", perHour }] });
  assert.ok(read.ok);
  const [{ perHour: mean, hours }] = read.scenario.sources as [{ perHour: number; hours: number[] }];
  assert.deepEqual(
    hours.map((weight) => Math.round(weight * mean * 1e9) / 1e9),
    perHour,
  );
});

test("a disaster brings as many callers as the file says", () => {
  const read = readScenario({
    like: "evening",
    name: "fire",
    disaster: { callers: 200, fromMinutes: 20, decayMinutes: 5 },
  });
  assert.ok(read.ok);
  const fire = read.scenario.sources.at(-1)!;
  assert.deepEqual([fire.class, fire.burst], ["disaster", { from: 1200, decay: 300 }]);
  assert.equal((fire.perHour / 3600) * 300, 200);
});

test("what cannot be used is told key by key, and nothing is passed over", () => {
  for (const [written, sentence] of [
    [{ name: "x" }, /^callers: say who calls/],
    [{ name: "x", like: "ramai" }, /^like: there is no scenario ramai; choose from serang22, /],
    [{ name: "x", like: "evening", operators: [1, 2] }, /^operators: /],
    [{ name: "x", like: "evening", operators: 0 }, /^operators: somebody must be on shift/],
    [{ name: "x", like: "evening", channels: 30 }, /channels/],
    [
      { name: "x", callers: [{ class: "real", perHour: 1, origins: { new: 0.5 } }] },
      /^callers\.0\.origins: shares sum/,
    ],
    [{ name: "x", callers: [{ class: "prank", perHour: 1 }] }, /^callers: without real callers/],
    [{ name: "x", like: "evening", policy: { shed: true } }, /^policy/],
    [{ name: "x", like: "evening", policy: { shedAbove: 2 } }, /^policy\.shedAbove: the policy has no such part/],
    [
      { name: "x", like: "evening", policy: { surge: { lasts: "long" } } },
      /^policy\.surge\.lasts: "long"; give a number/,
    ],
    [{ name: "x", like: "evening", policy: { agesBy: null } }, /^policy\.agesBy: null; this part cannot be left out/],
  ] as const) {
    const read = readScenario(written);
    assert.ok(!read.ok, JSON.stringify(written));
    assert.match(read.sentences.join("\n"), sentence);
  }
});

test("the policy of a file is the published one with the changes made", () => {
  const read = readScenario({
    like: "evening",
    name: "slow",
    policy: { promoteAfter: 60_000, challenge: null, risk: { nuisance: 2 } },
  });
  assert.ok(read.ok);
  assert.deepEqual(read.scenario.policy, { promoteAfter: 60_000, challenge: null, risk: { nuisance: 2 } });
});
