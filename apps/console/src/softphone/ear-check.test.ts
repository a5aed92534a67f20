import assert from "node:assert/strict";
import { test } from "node:test";
import { type EarCheck, listenFor, notListening } from "./ear-check.ts";

/** One look each half second at these counts of packets. */
const looks = (counts: readonly (number | null)[]): EarCheck[] => {
  let check = notListening;
  return counts.map((count, at) => (check = listenFor(check, count, at * 500)));
};
const stuck = (count: number | null, times: number): (number | null)[] => Array.from({ length: times }, () => count);

test("sound that keeps coming is heard", () => {
  assert.ok(looks([10, 35, 60, 85]).every(({ ear }) => ear === "heard"));
});

test("no packet for three seconds is told, and another connection is tried at once, then every ten seconds", () => {
  const told = looks(stuck(10, 60));

  assert.equal(
    told.findIndex(({ ear }) => ear === "missing"),
    6,
  );
  assert.deepEqual(
    told.flatMap(({ repair }, at) => (repair ? [at * 500] : [])),
    [3_000, 13_000, 23_000],
  );
});

test("while another connection is made, and when it counts from nothing, the word stands", () => {
  const told = looks([...stuck(500, 8), ...stuck(null, 4), ...stuck(0, 4)]);
  assert.ok(told.slice(6).every(({ ear }) => ear === "missing"));
});

test("the first packet takes the word back", () => {
  assert.equal(looks([...stuck(500, 8), null, 0, 1]).at(-1)?.ear, "heard");
});
