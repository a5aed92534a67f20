import assert from "node:assert/strict";
import { test } from "node:test";
import { believe, type ClaimRecord, noClaims, streakNow } from "./claims.ts";
import { triageDefaults } from "./triage-parameters.ts";

const { claims } = triageDefaults;
const full = { left: claims.streaksMost, at: 0 };
const empty = { left: 0, at: 0 };
const hour = 3_600_000;
const believedAtNoon: ClaimRecord = { believedAt: 12 * hour, right: 1, rightAt: 12 * hour };

test("a known abuser who answers rightly is believed at once, and again half a day later", () => {
  assert.equal(believe(noClaims, full, hour, claims), "token");
  assert.equal(believe(believedAtNoon, full, 13 * hour, claims), null);
  assert.equal(believe(believedAtNoon, full, 24 * hour, claims), "token");
});

test("two right answers within ten minutes are believed, while such beliefs are not too many", () => {
  const soon = 12 * hour + 300_000;
  assert.equal(streakNow(believedAtNoon, soon, claims), 2);
  assert.equal(believe(believedAtNoon, full, soon, claims), "streak");
  assert.equal(believe(believedAtNoon, { ...empty, at: soon }, soon, claims), null);
  assert.equal(believe(believedAtNoon, full, 12 * hour + 700_000, claims), null);
});

test("with tokens off every right answer is believed", () => {
  assert.equal(believe(believedAtNoon, empty, 13 * hour, { ...claims, tokenEvery: null }), "token");
});
