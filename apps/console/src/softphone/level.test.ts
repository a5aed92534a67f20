import assert from "node:assert/strict";
import { test } from "node:test";
import { loudness } from "./level.ts";

test("silence reads nothing, full scale reads full, speech stands in between", () => {
  const tone = (amplitude: number) => Float32Array.from({ length: 1024 }, (_, n) => amplitude * Math.sin(n / 5));

  assert.equal(loudness(new Float32Array(1024)), 0);
  assert.ok(loudness(tone(1)) > 0.9);
  assert.ok(loudness(tone(0.05)) > 0.4 && loudness(tone(0.05)) < 0.8);
});
