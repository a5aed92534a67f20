import assert from "node:assert/strict";
import { test } from "node:test";
import { clockText, durationText } from "./time.ts";

test("times are shown in WIB whatever the computer's zone", () => {
  assert.equal(clockText(Date.UTC(2026, 10, 24, 12, 43, 18)), "19:43:18");
  assert.equal(clockText(Date.UTC(2026, 10, 24, 17, 0, 0)), "00:00:00");
});

test("durations grow from minutes to hours and never run below zero", () => {
  assert.equal(durationText(47_900), "00:47");
  assert.equal(durationText(725_000), "12:05");
  assert.equal(durationText(3_725_000), "1:02:05");
  assert.equal(durationText(-5_000), "00:00");
});
