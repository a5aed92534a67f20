import assert from "node:assert/strict";
import { test } from "node:test";
import { Stream } from "./stream.ts";

test("a new stream is followed at once, and stragglers of the old one change nothing", () => {
  const stream = new Stream(null);
  assert.ok(stream.follows(1, 0));

  assert.ok(stream.follows(2, 20));
  assert.equal(stream.follows(1, 25), false);
  assert.ok(stream.follows(2, 40));
  assert.equal(stream.ssrc, 2);
});

test("an earlier stream is followed again once the present one is silent", () => {
  const stream = new Stream(null);
  for (const [ssrc, at] of [
    [1, 0],
    [2, 20],
  ] as const)
    stream.follows(ssrc, at);

  assert.equal(stream.follows(1, 110), false);
  assert.ok(stream.follows(1, 121));
});

const gateway = { address: "192.0.2.7", port: 6000 };
const theirs = { address: "192.0.2.7", port: 6012 };

test("the last owner's stream is never this caller's", () => {
  const stream = new Stream({ ssrc: 9, ...gateway });

  for (const signalled of [theirs, null]) assert.ok(stream.isLastOwners(9, gateway, signalled));
  assert.equal(stream.isLastOwners(3, theirs, theirs), false);
  assert.ok(stream.follows(3, 5010));
  assert.equal(stream.ssrc, 3);
  assert.ok(stream.isLastOwners(9, gateway, gateway));
});

test("a caller whose gateway gives every call the same SSRC is heard on a port that was used before", () => {
  const stream = new Stream({ ssrc: 9, ...gateway });

  assert.equal(stream.isLastOwners(9, theirs, theirs), false, "from another port of the gateway's");
  assert.equal(stream.isLastOwners(9, gateway, gateway), false, "from the port that this call was told of");
  assert.ok(stream.follows(9, 0));
  assert.equal(stream.isLastOwners(9, gateway, theirs), false, "and stays heard");
});
