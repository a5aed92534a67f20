import assert from "node:assert/strict";
import { test } from "node:test";
import { Stream } from "./stream.ts";

test("a new stream is followed at once, and stragglers of the old one change nothing", () => {
  const stream = new Stream(-1);
  assert.ok(stream.follows(1, 0));

  assert.ok(stream.follows(2, 20));
  assert.equal(stream.follows(1, 25), false);
  assert.ok(stream.follows(2, 40));
  assert.equal(stream.ssrc, 2);
});

test("an earlier stream is followed again once the present one is silent", () => {
  const stream = new Stream(-1);
  for (const [ssrc, at] of [
    [1, 0],
    [2, 20],
  ] as const)
    stream.follows(ssrc, at);

  assert.equal(stream.follows(1, 110), false);
  assert.ok(stream.follows(1, 121));
});

test("the last owner's stream is never this caller's", () => {
  const stream = new Stream(9);

  for (const at of [0, 5000]) assert.equal(stream.follows(9, at), false);
  assert.ok(stream.follows(3, 5010));
  assert.equal(stream.ssrc, 3);
});
