import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openChannels } from "./channels.ts";

const ports = { first: 20_001, last: 20_020 };
const trunks = [
  { trunk: "telkom", channels: 4 },
  { trunk: "gsm", channels: null },
];

test("a trunk that is full turns its own next caller away, and nobody else's", () => {
  const channels = openChannels(ports, trunks, 0);
  for (const call of ["a", "b", "c", "d"]) assert.equal(channels.take(call, "telkom", "incoming"), "taken");
  assert.equal(channels.take("e", "telkom", "incoming"), "trunk-full");
  assert.equal(channels.take("e", "gsm", "incoming"), "taken");
  channels.release("a");
  assert.equal(channels.take("f", "telkom", "incoming"), "taken");
  assert.deepEqual(channels.standing(), [
    { trunk: "telkom", used: 4, free: 0 },
    { trunk: "gsm", used: 1, free: 4 },
  ]);
});

test("nine pairs of ports are nine calls, whatever trunk they come over", () => {
  const channels = openChannels(ports, trunks, 0);
  for (let call = 0; call < 9; call += 1) assert.equal(channels.take(`${call}`, "gsm", "incoming"), "taken");
  assert.equal(channels.take("x", "telkom", "incoming"), "house-full");
  assert.equal(channels.free(), 0);
});

test("calls out never take what is kept for callers, and callers may take all of it", () => {
  const call = fc.record({ trunk: fc.constantFrom("telkom", "gsm"), out: fc.boolean(), ends: fc.boolean() });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      const channels = openChannels(ports, trunks, 0.25);
      const living: string[] = [];
      for (const [index, { trunk, out, ends }] of calls.entries()) {
        if (ends && living.length > 0) channels.release(living.shift() as string);
        const before = channels.standing().find((each) => each.trunk === trunk)?.free ?? 0;
        const taken = channels.take(`${index}`, trunk, out ? "outgoing" : "incoming");
        // An incoming call is turned away only when nothing at all is left.
        if (!out) assert.equal(taken === "taken", before > 0);
        const after = channels.standing().find((each) => each.trunk === "telkom")?.free ?? 0;
        if (out && taken === "taken" && trunk === "telkom") assert.ok(after >= 1 && channels.free() >= 3);
        if (taken === "taken") living.push(`${index}`);
      }
    }),
  );
});
