import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./chance.ts";

test("no two draws are the same, and none is shorter than was asked", () => {
  const draws = Array.from({ length: 2000 }, () => draw(10));
  assert.ok(draws.every(({ length }) => length === 10));
  assert.equal(new Set(draws.map((bytes) => bytes.toString("hex"))).size, 2000);
  assert.equal(draw(10_000).length, 10_000);
});
