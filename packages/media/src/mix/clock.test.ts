import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../instrument/until.ts";
import { Clock } from "./clock.ts";

test("ticks never come early, and after a stall the count has followed the clock with few made up", async (t) => {
  const start = performance.now();
  const ticks: { readonly tick: number; readonly now: number }[] = [];
  const clock = new Clock((tick, now) => ticks.push({ tick, now }));
  t.after(() => clock.stop());
  await until("some ticks", () => ticks.length >= 5);

  const stalledAt = ticks.at(-1)!.tick;
  const stall = performance.now() + 300;
  while (performance.now() < stall);
  await until("ticks after the stall", () => ticks.at(-1)!.tick > stalledAt + 10);

  const after = ticks.filter(({ tick }) => tick > stalledAt);
  const [first] = after;
  assert.ok(first!.tick > stalledAt + 8, "what is too late to play is left out");
  assert.equal(after.filter(({ now }) => now === first!.now).length, 3);
  for (const { tick, now } of ticks) assert.ok(now - start >= tick * 20 - 1, `${tick} came early`);
  for (const [at, { tick }] of ticks.entries()) assert.ok(at === 0 || tick > ticks[at - 1]!.tick);
});
