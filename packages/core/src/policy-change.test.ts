import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrival, effectsOf, emptyRoom, readied, serang, typesOf } from "./rehearsal/room.ts";

const changed = (triage: typeof triageDefaults | null) =>
  ({ type: "policy.changed", operator: "kepala", triage }) as const;

test("a supervisor puts triage in force while callers wait, and nobody loses their place", () => {
  const room = emptyRoom(serang);
  room.play(1, ...readied("meja-1"));
  room.play(10, arrival("one"), arrival("two"), arrival("three"));
  const waiting = [...room.state.waiting];
  const step = room.play(11, changed(triageDefaults));
  assert.equal(typesOf(step)[0], "policy.changed");
  assert.deepEqual(room.state.waiting, waiting);
  assert.equal(room.state.policy.triage, triageDefaults);
});

test("first come, first served in the middle of a flood ends no question's call and lets the next one ring", () => {
  const room = emptyRoom({ ...serang, triage: triageDefaults });
  room.play(1, ...readied("meja-1"));
  room.play(10, arrival("one"), arrival("two", { caller: { kind: "withheld" } }));
  room.play(11, { type: "offer.accepted", call: "one", desk: "meja-1" });
  const step = room.play(12, changed(null));
  assert.deepEqual(effectsOf(step, "call.hang-up"), []);
  assert.ok(effectsOf(step, "timer.stop").some(({ key }) => key === "challenge:two"));
  room.play(13, { type: "call.hung-up", call: "one" });
  const next = room.play(14, { type: "wrap-up.finished", desk: "meja-1" });
  assert.deepEqual(
    effectsOf(next, "operator.ring").map(({ call }) => call),
    ["two"],
  );
});

test("the same policy again changes nothing", () => {
  const room = emptyRoom({ ...serang, triage: triageDefaults });
  assert.deepEqual(room.play(1, changed({ ...triageDefaults })).events, []);
});
