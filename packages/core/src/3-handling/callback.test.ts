import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../centre.ts";
import type { Input } from "../input.ts";
import { arrival, effectsOf, type Room, roomWith, typesOf } from "../rehearsal/room.ts";

/** `first` hung up while ringing and waits to be called back. */
function owed(): Room {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));
  room.play(12, { type: "call.hung-up", call: "first" });
  return room;
}
const dial: Input = { type: "callback.requested", callback: "first", outgoing: "out-1", desk: "meja-1" };

test("one key dials the caller back, and reaching them closes the row", () => {
  const room = owed();

  const dialled = room.play(20, dial);
  assert.deepEqual(typesOf(dialled), ["callback.dialled"]);
  assert.deepEqual(effectsOf(dialled, "callback.dial")[0]?.caller, { kind: "number", id: "p-first" });
  assert.equal(room.state.desks.get("meja-1")?.state, "on-call");

  room.play(25, { type: "callback.answered", outgoing: "out-1" });
  const over = room.play(40, { type: "callback.ended", outgoing: "out-1", code: 200, by: "callee" });
  assert.deepEqual(typesOf(over), ["callback.ended", "callback.closed"]);
  assert.equal(room.state.desks.get("meja-1")?.state, "available");
});

test("somebody called back hears the prompt while the desk is gone, also when they answer only then, and nothing of ours ends it", () => {
  const room = owed();
  room.play(20, dial);
  room.play(21, { type: "desk.vanished", desk: "meja-1" });
  const answered = room.play(25, { type: "callback.answered", outgoing: "out-1" });
  assert.deepEqual(effectsOf(answered, "call.hold"), [{ type: "call.hold", call: "out-1", desk: "meja-1" }]);

  const back = room.play(90, { type: "desk.connected", desk: "meja-1" });
  assert.deepEqual(effectsOf(back, "call.resume"), [{ type: "call.resume", call: "out-1", desk: "meja-1" }]);
  const gone = room.play(95, { type: "desk.vanished", desk: "meja-1" });
  assert.deepEqual(effectsOf(gone, "call.hold"), [{ type: "call.hold", call: "out-1", desk: "meja-1" }]);
  assert.equal(room.state.callbacks.get("first")?.outgoing?.call, "out-1");
});

test("a caller not reached stays in the list, one attempt more, however often", () => {
  const room = owed();
  for (const n of [1, 2, 3, 4]) {
    room.play(n * 20, { ...dial, outgoing: `out-${n}` } as Input);
    room.play(n * 20 + 5, { type: "callback.ended", outgoing: `out-${n}`, code: 486, by: "network" });
  }
  assert.equal(room.state.callbacks.get("first")?.attempts, 4);

  const closed = room.play(200, { type: "callback.closed", callback: "first", operator: "a", reason: "unreachable" });
  assert.deepEqual(typesOf(closed), ["callback.closed"]);
});

test("an operator who pauses to call back is paused again afterwards", () => {
  const room = owed();
  room.play(15, { type: "operator.paused", desk: "meja-1", reason: "istirahat" }, dial);

  const over = room.play(30, { type: "call.released", call: "out-1", desk: "meja-1" });

  assert.deepEqual(typesOf(over), ["callback.ended", "operator.paused"]);
  assert.deepEqual(effectsOf(over, "callback.hang-up"), [{ type: "callback.hang-up", outgoing: "out-1" }]);
  assert.equal(room.state.desks.get("meja-1")?.reason, "istirahat");
});

test("a desk in conversation cannot call back, and a caller is not dialled twice at once", () => {
  const room = owed();
  room.play(15, dial);
  assert.deepEqual(refusalOf(room.state, { ...dial, outgoing: "out-2" } as Input), { code: "callback-in-progress" });
  assert.deepEqual(refusalOf(room.state, { ...dial, callback: "none" } as Input), { code: "unknown-callback" });
});
