import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarioNamed } from "../population/scenario.ts";
import { figuresOf } from "./experiment.ts";
import { policyNames, policyRows } from "./policies.ts";
import { replicate } from "./replication.ts";
import { replicateOnThreads } from "./threads.ts";

const seeds = Array.from({ length: 40 }, (_, place) => 1_000 + place);

for (const name of ["evening", "flood20u", "flood20few", "disaster"]) {
  test(`${name}: nobody in need is refused and no call is ended by the system, and chance alone decides`, async () => {
    // Lines enough: with 60 one caller in a thousand meets a busy line in the larger flood, and no room can help that.
    const scenario = { ...scenarioNamed(name)!, channels: 120 };
    const runs = await replicateOnThreads(scenario, "triage", seeds);
    assert.ok(figuresOf(runs).needs > 100);
    for (const [place, { needs, endedByHouse }] of runs.entries()) {
      assert.deepEqual([needs.filter(({ refused }) => refused), endedByHouse], [[], 0], `seed ${seeds[place]}`);
    }
    // Played on several threads above and on this one here: the same bytes.
    for (const place of [0, 39]) {
      const again = replicate(scenario, policyRows.triage, seeds[place]!);
      assert.equal(JSON.stringify(again), JSON.stringify(runs[place]), `seed ${seeds[place]}`);
    }
  });
}

test("the same seed gives the same figures under every policy, however often it is played", () => {
  const scenario = { ...scenarioNamed("evening")!, measured: 1_800 };
  for (const policy of policyNames) {
    const row = policyRows[policy];
    assert.deepEqual(replicate(scenario, row, 42), replicate(scenario, row, 42), policy);
  }
});

test("operators let callers for information wait only where the policy asks them to", () => {
  const scenario = { ...scenarioNamed("evening")!, operators: 1, measured: 3_600 };
  const played = (policy: "triage" | "information-goes-on", information: number): string => {
    const row = policyRows[policy];
    return JSON.stringify(replicate(scenario, { ...row, parks: { ...row.parks, information } }, 42));
  };
  assert.equal(played("information-goes-on", 1), played("information-goes-on", 0));
  assert.notEqual(played("triage", 1), played("triage", 0));
});

test("every policy meets the same people at the same instants", () => {
  const scenario = { ...scenarioNamed("flood20few")!, measured: 1_800 };
  const callers = policyNames.map((policy) =>
    replicate(scenario, policyRows[policy], 7).needs.map(({ origin }) => origin),
  );
  for (const origins of callers) assert.deepEqual(origins, callers[0]);
});
