import assert from "node:assert/strict";
import { test } from "node:test";
import { openThrottle } from "./throttle.ts";

test("guessing gets slower, other people are not slowed, nobody is ever locked out", () => {
  let now = 0;
  const throttle = openThrottle({ now: () => now });
  const guess = (times: number): void => {
    for (let n = 0; n < times; n += 1) throttle.failed("ani", "10.0.0.9");
  };

  assert.equal(throttle.delayOf("ani", "10.0.0.9"), 0);
  guess(2);
  assert.equal(throttle.delayOf("ani", "10.0.0.9"), 0, "two slips of the finger cost nothing");
  guess(1);
  assert.equal(throttle.delayOf("ani", "10.0.0.9"), 250);
  guess(50);
  assert.equal(throttle.delayOf("Ani", "10.0.0.9"), 5_000, "the wait ends before the browser gives up");
  assert.equal(throttle.delayOf("ani", "10.0.0.10"), 0, "the same person from another seat waits for nothing");

  now += 15 * 60_000 + 1;
  assert.equal(throttle.delayOf("ani", "10.0.0.9"), 0, "quiet is forgiven");
});

test("the right password forgets the wrong ones", () => {
  const throttle = openThrottle({ now: () => 0 });
  for (let n = 0; n < 5; n += 1) throttle.failed("budi", "::1");
  throttle.succeeded("budi", "::1");
  assert.equal(throttle.delayOf("budi", "::1"), 0);
});
