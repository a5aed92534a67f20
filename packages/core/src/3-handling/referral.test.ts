import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "../input.ts";
import { arrival, effectsOf, type Room, roomWith, typesOf } from "../rehearsal/room.ts";

const refers: Input = { type: "party.referred", party: "p-2", by: "p-1" };
const answers = (party: string): Input => ({ type: "party.answered", party });
const leaves = (party: string, code = 200): Input => ({ type: "party.ended", party, code });

/** Damkar has answered beside `first`, who talks with meja-1; `left`: the operator has left the two together. */
function withDamkar(left: boolean): Room {
  const room = roomWith("meja-1");
  const to = { kind: "agency", agency: "damkar" } as const;
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });
  room.play(
    20,
    { type: "party.requested", call: "first", desk: "meja-1", party: "p-1", to, how: "consult" },
    answers("p-1"),
  );
  if (left) room.play(30, { type: "transfer.completed", call: "first", desk: "meja-1" });
  return room;
}
const callerHears = (room: Room) => effectsOf(room, "call.arrange").at(-1)?.caller;
const stateOf = (room: Room) => room.state.calls.get("first")?.state ?? "gone";

test("an agency sends the caller on: they hear it ring, speak with whoever answers, and the agency leaves", () => {
  const room = withDamkar(true);
  const asked = room.play(40, refers);
  assert.deepEqual(typesOf(asked), ["party.dialled"]);
  assert.deepEqual(effectsOf(asked, "party.dial")[0]?.to, { kind: "referred", by: "p-1" });
  assert.equal(callerHears(room), "ringing");

  room.play(45, answers("p-2"));
  assert.equal(callerHears(room), "joined");
  room.play(46, leaves("p-1"));
  assert.equal(stateOf(room), "transferred");

  const over = room.play(90, leaves("p-2"));
  assert.deepEqual(typesOf(over), ["party.ended", "call.ended"]);
});

test("a number that does not answer leaves the caller with the agency, as they were", () => {
  for (const failed of [leaves("p-2", 486), { type: "party.unanswered", party: "p-2" } as const]) {
    const room = withDamkar(true);
    room.play(40, refers, failed);
    assert.equal(callerHears(room), "joined");
    assert.deepEqual([...room.state.parties.keys()], ["p-1"]);
    assert.equal(stateOf(room), "transferred");
  }
});

test("an agency that hangs up at once leaves the caller ringing; nobody there brings them back first in the queue", () => {
  const room = withDamkar(true);
  room.play(40, refers, leaves("p-1"));
  assert.deepEqual([callerHears(room), stateOf(room)], ["ringing", "transferred"]);

  const failed = room.play(50, leaves("p-2", 404));
  assert.ok(typesOf(failed).includes("call.recalled"));
  assert.deepEqual(room.state.waiting, ["first"]);
});

test("an agency that is asked for advice may name somebody better: the caller stays on hold, the operator speaks on", () => {
  const room = withDamkar(false);
  room.play(40, refers, answers("p-2"), leaves("p-1"));
  assert.equal(callerHears(room), "held");
  const left = room.play(50, { type: "transfer.completed", call: "first", desk: "meja-1" });
  assert.deepEqual(typesOf(left), ["call.transferred"]);
});

test("one at a time, and only from somebody who speaks in a living call: all others are told no", () => {
  const room = withDamkar(true);
  room.play(40, refers);
  const again: Input = { type: "party.referred", party: "p-3", by: "p-1" };
  const stranger: Input = { type: "party.referred", party: "p-4", by: "nobody" };
  const ringing: Input = { type: "party.referred", party: "p-5", by: "p-2" };
  for (const input of [again, stranger, ringing]) {
    const step = room.play(41, input);
    assert.deepEqual(typesOf(step), []);
    assert.equal(effectsOf(step, "party.hang-up").length, 1);
  }
  assert.deepEqual(typesOf(room.play(42, refers)), [], "told twice, dialled once");
});
