import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDue, lastDue } from "./schedule.ts";

const hour = 3_600_000;
const twoThirty = 150;
/** 26 November 2026, WIB. */
const wib = (hours: number, minutes = 0): number => Date.UTC(2026, 10, 26, hours - 7, minutes);
const good = (at: number) => ({ since: 0, lastGood: null, lastTry: { at, sentence: null } });
const bad = (at: number) => ({ since: 0, lastGood: null, lastTry: { at, sentence: "The disk is full." } });

test("a backup is due at 02:30 of the city's clock, once a night", () => {
  assert.equal(lastDue(twoThirty, wib(2, 29)), wib(2, 30) - 24 * hour);
  assert.equal(lastDue(twoThirty, wib(2, 30)), wib(2, 30));
  assert.ok(!isDue(good(wib(2, 31) - 24 * hour), twoThirty, wib(2, 29)));
  assert.ok(isDue(good(wib(2, 31) - 24 * hour), twoThirty, wib(2, 30)));
  assert.ok(!isDue(good(wib(2, 30)), twoThirty, wib(23)));
});

test("a night that was slept through is made up for at the next start", () => {
  assert.ok(isDue(good(wib(2, 31) - 48 * hour), twoThirty, wib(8)));
});

test("one that failed is tried again an hour later; a house that was just set up waits for its first night", () => {
  assert.ok(!isDue(bad(wib(2, 30)), twoThirty, wib(3, 29)));
  assert.ok(isDue(bad(wib(2, 30)), twoThirty, wib(3, 30)));
  assert.ok(!isDue({ since: wib(8), lastGood: null, lastTry: null }, twoThirty, wib(23)));
  assert.ok(isDue({ since: wib(8), lastGood: null, lastTry: null }, twoThirty, wib(2, 30) + 24 * hour));
});

test("whatever the time of day, the last due moment is at it and no longer than a day ago", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1e9, max: 4e12 }), (at, now) => {
      const due = lastDue(at, now);
      assert.ok(due <= now && now - due < 24 * hour);
      assert.equal(((due + 7 * hour) / 60_000) % 1_440, at);
    }),
  );
});
