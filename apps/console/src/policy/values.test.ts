import assert from "node:assert/strict";
import { test } from "node:test";
import { readTyped, shownOf, unitOf } from "./units.ts";
import { isShown, saysTheSame, valueAt, withValue } from "./values.ts";

const limit = { unit: "ms" as const, low: 1_000, high: 30_000 };
const parameters = { promoteAfter: 90_000, glance: null, challenge: { timeout: 5_000, retries: 2 } };

test("times are typed in seconds, long ones in hours or days, rates a minute and shares in percent", () => {
  assert.equal(shownOf(5_000, unitOf(limit)), "5");
  assert.equal(unitOf({ unit: "ms", low: 60_000, high: 30 * 86_400_000 }).name, "hours");
  assert.equal(shownOf(259_200_000, unitOf({ unit: "ms", low: 3_600_000, high: 365 * 86_400_000 })), "3");
  assert.equal(shownOf(0.25, unitOf({ unit: "per-second", low: 0.01, high: 10 })), "15");
  assert.equal(shownOf(0.3, unitOf({ unit: "share", low: 0, high: 1 })), "30");
});

test("a comma is a decimal point, and what lies outside its bounds or is no number is said", () => {
  assert.deepEqual(readTyped("2,5", limit), { ok: true, value: 2_500 });
  assert.deepEqual(readTyped("31", limit), { ok: false, why: "range" });
  assert.deepEqual(readTyped("lima", limit), { ok: false, why: "number" });
  assert.deepEqual(readTyped("", limit), { ok: false, why: "number" });
});

test("one value is changed and everything beside it stays", () => {
  const changed = withValue(parameters, "challenge.timeout", 7_000);

  assert.deepEqual(changed, { ...parameters, challenge: { timeout: 7_000, retries: 2 } });
  assert.equal(valueAt(changed, "challenge.timeout"), 7_000);
  assert.equal(valueAt(parameters, "challenge.timeout"), 5_000);
});

test("what lies below a part that is off is not shown", () => {
  assert.equal(isShown(parameters, { key: "glance.limit" }), false);
  assert.equal(isShown(parameters, { key: "glance" }), true);
  assert.equal(isShown(parameters, { key: "challenge.retries" }), true);
});

test("a setting that was tried is the same whatever the order of its keys", () => {
  const turned = { challenge: { retries: 2, timeout: 5_000 }, glance: null, promoteAfter: 90_000 };

  assert.ok(saysTheSame({ order: "triage", parameters }, { order: "triage", parameters: turned }));
  assert.ok(!saysTheSame({ order: "first-come", parameters }, { order: "triage", parameters: turned }));
});
