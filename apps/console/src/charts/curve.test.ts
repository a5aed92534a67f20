import assert from "node:assert/strict";
import { test } from "node:test";
import { acrossOf, downOf, pathOf, plot } from "./curve.ts";

test("nothing answered lies on the lower axis and everybody answered at the top", () => {
  assert.equal(downOf(0), plot.height - plot.bottom);
  assert.equal(downOf(1), plot.top);
});

test("a line goes from its first point to the right edge, also where the next point lies beyond", () => {
  const path = pathOf([
    { seconds: 0, share: 0 },
    { seconds: 60, share: 0.5 },
    { seconds: 180, share: 1 },
  ]);

  assert.equal(
    path,
    `M${acrossOf(0).toFixed(1)} ${downOf(0).toFixed(1)}L${acrossOf(60).toFixed(1)} ${downOf(0.5).toFixed(1)}L${acrossOf(120).toFixed(1)} ${downOf(0.75).toFixed(1)}`,
  );
});
