import assert from "node:assert/strict";
import { test } from "node:test";
import { type EarCheck, listenFor, notListening } from "./ear-check.ts";

/** One look each half second at these counts of packets. */
const looks = (counts: readonly (number | null)[]): EarCheck[] => {
  let check = notListening;
  return counts.map((count, at) => (check = listenFor(check, count, at * 500)));
};

test("sound that keeps coming is heard, and silence outside a conversation means nothing", () => {
  assert.ok(looks([10, 35, 60, 85]).every(({ ear }) => ear === "heard"));
  assert.ok(looks(Array.from({ length: 40 }, () => null)).every(({ ear }) => ear === "heard"));
});

test("no packet for three seconds is told, and another connection is tried once, then every ten seconds", () => {
  const told = looks(Array.from({ length: 60 }, () => 10));

  assert.equal(
    told.findIndex(({ ear }) => ear === "missing"),
    6,
  );
  const repairs = told.flatMap(({ repair }, at) => (repair ? [at * 500] : []));
  assert.deepEqual(repairs, [3_000, 10_000, 17_000, 24_000]);
});

test("the first packet takes the word back", () => {
  assert.equal(looks([...Array.from({ length: 8 }, () => 10), 11]).at(-1)?.ear, "heard");
});
