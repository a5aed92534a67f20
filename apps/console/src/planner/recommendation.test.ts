import assert from "node:assert/strict";
import { test } from "node:test";
import { planShown } from "../preview/planning.ts";
import { recommendationText } from "./recommendation.ts";

const report = planShown(true).report!;
/** The key and what fills its holes, as one line. */
const said = (key: string, values: Record<string, string | number> = {}): string =>
  `${key} ${Object.values(values).join("/")}`;
const { recommendation } = report;

test("the least number that is enough is said with its goal, and whether more evenings are needed to be sure", () => {
  const sure = { ...recommendation, simulated: { ...recommendation.simulated!, sure: true } };

  assert.match(recommendationText(report, said), /^enough\.unsure 90\/1\/3\/\d+\.\d formula 11$/);
  assert.match(recommendationText({ recommendation: sure }, said), /^enough\.sure 90\/1\/3/);
});

test("when nobody tried is enough, that is said, and up to how many were tried", () => {
  const none = { ...recommendation, simulated: null, formula: null };

  assert.equal(recommendationText({ recommendation: none }, said), "enough.none 90/1/3 formula.none ");
});
