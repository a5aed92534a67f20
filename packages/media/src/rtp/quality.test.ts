import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { opinion, rating } from "./quality.ts";

test("the rating of known lines is that of ITU-T G.107", () => {
  const known: readonly (readonly [loss: number, burst: number, delay: number, rated: number, mos: number])[] = [
    [0, 1, 0, 93.2, 4.41],
    [0, 1, 100, 90.8, 4.35],
    [0, 1, 400, 59.1, 3.05],
    [0.01, 1, 100, 87.2, 4.26],
    [0.05, 1, 100, 75.0, 3.82],
    [0.05, 2, 100, 73.6, 3.77],
    [1, 1, 100, 14.9, 1.14],
  ];

  for (const [loss, burst, delay, rated, mos] of known) {
    const found = rating({ loss, burst, delay });
    assert.ok(Math.abs(found - rated) < 0.15, `${loss} ${burst} ${delay}: R ${found}`);
    assert.ok(Math.abs(opinion(found) - mos) < 0.06, `${loss} ${burst} ${delay}: MOS ${opinion(found)}`);
  }
});

test("more loss, longer runs of loss or more delay never sound better", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const run = fc.double({ min: 1, max: 10, noNaN: true });
  const ms = fc.double({ min: 0, max: 2000, noNaN: true });
  fc.assert(
    fc.property(share, run, ms, share, (loss, burst, delay, more) => {
      const now = rating({ loss, burst, delay });
      assert.ok(rating({ loss: Math.min(1, loss + more), burst, delay }) <= now + 1e-9);
      assert.ok(rating({ loss, burst: burst + more, delay }) <= now + 1e-9);
      assert.ok(rating({ loss, burst, delay: delay + more * 100 }) <= now + 1e-9);
      assert.ok(opinion(now) >= 1 && opinion(now) <= 4.5);
    }),
  );
});
