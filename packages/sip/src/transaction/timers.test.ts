import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createTimers, type Timer } from "./timers.ts";
import { createVirtualClock } from "./virtual-clock.ts";

test("timers fire in order of their time, whatever lane they stand in", () => {
  const clock = createVirtualClock();
  const timers = createTimers(clock);
  const fired: number[] = [];
  for (const delay of [500, 4000, 1000, 500]) timers.after(delay, () => fired.push(delay));
  clock.advance(600);
  assert.deepEqual(fired, [500, 500]);
  clock.advance(10_000);
  assert.deepEqual(fired, [500, 500, 1000, 4000]);
  assert.equal(timers.count(), 0);
});

test("a timer may start another of the same duration, and cancel itself or a neighbour", () => {
  const clock = createVirtualClock();
  const timers = createTimers(clock);
  let rounds = 0;
  const again = (): void => {
    rounds += 1;
    if (rounds < 3) timers.after(100, again);
  };
  timers.after(100, again);
  const never: Timer = timers.after(150, () => assert.fail("cancelled"));
  timers.after(120, () => timers.cancel(never));
  clock.advance(1000);
  assert.equal(rounds, 3);
  timers.cancel(never);
  assert.equal(timers.count(), 0);
});

test("any mix of started and cancelled timers fires each living one once, never early", () => {
  const one = fc.record({ delay: fc.constantFrom(5, 50, 100, 400, 3200), cancel: fc.boolean(), wait: fc.nat(200) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (plan) => {
      const clock = createVirtualClock();
      const timers = createTimers(clock);
      let fired = 0;
      for (const { delay, cancel, wait } of plan) {
        const due = clock.now() + delay;
        const timer = timers.after(delay, () => {
          fired += 1;
          assert.ok(clock.now() >= due && !cancel);
        });
        if (cancel) timers.cancel(timer);
        clock.advance(wait);
      }
      clock.advance(5000);
      assert.equal(fired, plan.filter(({ cancel }) => !cancel).length);
      assert.equal(timers.count(), 0);
    }),
  );
});
