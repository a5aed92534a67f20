import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedFrom } from "./allowed.ts";
import { Latch } from "./latch.ts";

const signalled = { address: "10.1.0.5", port: 4000 };

function latch(...sources: readonly string[]): Latch {
  const made = new Latch(allowedFrom(sources));
  made.signal(signalled);
  return made;
}

test("the signalled address and port are heard and sent to", () => {
  const held = latch();

  assert.ok(held.accepts("10.1.0.5", 4000, 0));
  assert.deepEqual(held.remote, signalled);
});

test("a stranger is never heard nor sent to, silent peer or not", () => {
  const held = latch("10.1.0.0/24");

  for (const at of [0, 5000, 60_000]) assert.equal(held.accepts("203.0.113.9", 4000, at), false);
  assert.deepEqual(held.remote, signalled);
});

test("another port of the signalled address is a stranger unless the trunk's addresses include it", () => {
  assert.equal(latch().accepts("10.1.0.5", 4002, 0), false);
  assert.equal(latch("10.1.0.5").accepts("10.1.0.5", 4002, 0), true);
});

test("a trunk's other source is followed when the peer is silent, not while it speaks", () => {
  const held = latch("10.1.0.0/24");
  held.accepts("10.1.0.5", 4000, 1000);

  assert.equal(held.accepts("10.1.0.77", 9000, 1100), false);
  assert.equal(held.accepts("10.1.0.77", 9000, 1300), true);
  assert.deepEqual(held.remote, { address: "10.1.0.77", port: 9000 });
  assert.equal(held.accepts("10.1.0.5", 4000, 1310), true);
});

test("a new signalled address ends what was latched", () => {
  const held = latch("10.1.0.0/24");
  held.accepts("10.1.0.77", 9000, 0);

  held.signal({ address: "10.1.0.6", port: 5000 });

  assert.deepEqual(held.remote, { address: "10.1.0.6", port: 5000 });
});

test("a range that cannot be read allows nobody", () => {
  for (const source of ["", "everywhere", "10.0.0.0/99", "10.0.0/8"])
    assert.equal(latch(source).accepts("10.0.0.1", 1, 0), false, source);
  assert.equal(latch("2001:db8::/32").accepts("2001:db8::7", 1, 0), true);
});
