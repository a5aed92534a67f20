import assert from "node:assert/strict";
import { test } from "node:test";
import { hearingOf, worstScore } from "./line-words.ts";

test("a score is said in a word: good, fair, poor, or not measured", () => {
  assert.deepEqual([4.4, 3.6, 3.59, 3.1, 3.09, 1, null].map(hearingOf), [
    "good",
    "good",
    "fair",
    "fair",
    "poor",
    "poor",
    "unknown",
  ]);
});

test("a call is as bad as its worse direction, and one that nobody measured is not bad", () => {
  assert.equal(worstScore({ mosIn: 4.2, mosOut: 2.5 }), 2.5);
  assert.equal(worstScore({ mosIn: 4.2, mosOut: null }), 4.2);
  assert.ok(worstScore({ mosIn: null, mosOut: null }) > 4.4);
});
