import assert from "node:assert/strict";
import { test } from "node:test";
import { Presence } from "./presence.ts";

test("a side that falls silent on the wire is missed within 3 s, once, and its return is noticed once", () => {
  const presence = new Presence(0);
  presence.hear(1000, false);

  assert.equal(presence.watch(3400), false);
  assert.equal(presence.watch(3500), true);
  assert.equal(presence.watch(4000), false);
  assert.equal(presence.hear(5000, false), true);
  assert.equal(presence.hear(5020, false), false);
});

test("a side that never sends anything is missed as well", () => {
  assert.equal(new Presence(0).watch(2500), true);
});

test("who announced a pause is missed only when its reports stay away too", () => {
  const presence = new Presence(0);
  presence.hear(1000, true);

  assert.equal(presence.watch(10_000), false);
  presence.hearReport(10_000);
  assert.equal(presence.watch(20_000), false);
  assert.equal(presence.watch(25_000), true);
});

test("a side that was told not to send is not missed", () => {
  const presence = new Presence(0);
  for (let now = 0; now <= 60_000; now += 20) presence.excuse(now);

  assert.equal(presence.watch(60_100), false);
});
