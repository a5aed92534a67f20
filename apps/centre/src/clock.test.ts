import assert from "node:assert/strict";
import { test } from "node:test";
import { openClock } from "./clock.ts";

function machineTime(start: number) {
  let wall = start;
  let count = 0;
  return {
    source: { wall: () => wall, monotonic: () => count },
    pass: (ms: number) => ((wall += ms), (count += ms)),
    set: (to: number) => (wall = to),
  };
}

test("the clock follows the wall", () => {
  const time = machineTime(1_000_000);
  const clock = openClock(time.source);
  time.pass(1_500);
  assert.equal(clock.now(), 1_001_500);
});

test("a wall set back an hour is told once and never takes the log back in time", () => {
  const time = machineTime(10_000_000);
  const clock = openClock(time.source);
  const jumps: number[][] = [];
  const watch = clock.watch((from, to) => jumps.push([from, to]));
  time.pass(1_000);
  const before = clock.now();
  time.set(10_000_000 - 3_600_000);
  watch.check();
  time.pass(1_000);
  watch.check();
  watch.stop();
  assert.equal(clock.now(), before + 1_000);
  assert.deepEqual(jumps, [[10_001_000, 6_400_000]]);
});

test("a log that is ahead of a wall set back while nobody ran is gone on from, and told of by nobody", () => {
  const time = machineTime(10_000_000);
  const clock = openClock(time.source);
  const jumps: number[][] = [];
  const watch = clock.watch((from, to) => jumps.push([from, to]));
  clock.notBefore(10_000_000 + 25_200_000);
  assert.equal(clock.now(), 35_200_000);
  time.pass(4_000);
  watch.check();
  assert.equal(clock.now(), 35_204_000);
  time.set(35_300_000);
  watch.check();
  watch.stop();
  assert.equal(clock.now(), 35_300_000);
  assert.equal(jumps.length, 1);
});

test("a wall set forward is followed at once and told", () => {
  const time = machineTime(10_000_000);
  const clock = openClock(time.source);
  const jumps: number[][] = [];
  const watch = clock.watch((from, to) => jumps.push([from, to]));
  time.set(10_060_000);
  watch.check();
  watch.stop();
  assert.equal(clock.now(), 10_060_000);
  assert.deepEqual(jumps, [[10_000_000, 10_060_000]]);
});
