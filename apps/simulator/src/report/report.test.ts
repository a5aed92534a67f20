import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { plan } from "../plan/plan.ts";
import { ordinary, scenarioNamed } from "../population/scenario.ts";
import { reportLines } from "./report.ts";
import { languages } from "./words.ts";

const seeds = [1, 2];
const evening = { ...scenarioNamed("evening")!, measured: 1_800, warmUp: 300 };

test("a plan says in both languages that it is simulated and where the assumptions stand", async () => {
  const report = await plan({ scenario: evening, operators: [1, 3], policies: ["fifo", "triage"], seeds });
  for (const language of languages) {
    const text = reportLines(report, language).join("\n");
    assert.match(text, /docs\/flood-benchmark\.md/, language);
    assert.match(text, /fifo +triage/, language);
    assert.doesNotMatch(text, /\{\w+\}|undefined|NaN/, language);
  }
});

test("both languages have the same words", () => {
  const keys = languages.map((language) => {
    const file = new URL(`words/${language}.json`, import.meta.url);
    return Object.keys(JSON.parse(readFileSync(file, "utf8")) as object);
  });
  assert.deepEqual(keys[0], keys[1]);
});

test("the distribution never falls and ends at those who were ever answered", async () => {
  const report = await plan({ scenario: evening, operators: [2], policies: ["fifo"], seeds });
  const { answerTimes, figures } = report.perOperators[0]!.policies.fifo!;
  for (const [place, { share }] of answerTimes.entries())
    assert.ok(place === 0 || share >= answerTimes[place - 1]!.share);
  assert.equal(answerTimes.find(({ seconds }) => seconds === 10)?.share, figures.p10.value);
  assert.ok(answerTimes.at(-1)!.share <= 1 - figures.lost.value);
});

test("the least on shift that is enough is found, and said to be none where none is", async () => {
  const sources = [{ class: "real", perHour: 60, origins: { new: 1 } }] as const;
  const scenario = { ...ordinary, name: "real callers alone", sources, measured: 3_600 };
  const asked = { scenario, policies: ["triage"], seeds } as const;
  const enough = (await plan({ ...asked, operators: [2], searchUpTo: 9 })).recommendation;
  assert.ok(enough.simulated !== null && enough.simulated.operators > 2);
  assert.deepEqual(
    enough.tried,
    Array.from({ length: enough.simulated.operators }, (_, before) => before + 1),
  );
  const none = (await plan({ ...asked, operators: [1, 2] })).recommendation;
  assert.deepEqual([none.simulated, none.tried], [null, [1, 2]]);
});
