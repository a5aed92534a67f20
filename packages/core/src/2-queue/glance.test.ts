import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "../input.ts";
import { arrival, effectsOf, emptyRoom, readied, type Room, serang, typesOf } from "../rehearsal/room.ts";
import { glanceEndsAt } from "./glance.ts";
import { reportRoom } from "./room-report.ts";

const glance = { limit: 4_000, again: 600_000 };
const triaged = { ...serang, triage: { ...triageDefaults, glance } };
const history = {
  callsToday: 6,
  calls30Days: 6,
  classified: { prank: 6 },
  genuine: { count: 0, lastAt: null },
  faded: { nuisance: 6, genuine: 0 },
};

/** Three desks, one of them kept free, and a caller of much nuisance who made a sound but pressed nothing. */
function floodedRoom(): Room {
  const room = emptyRoom(triaged);
  for (let desk = 1; desk <= 3; desk += 1) room.play(desk / 1000, ...readied(`meja-${desk}`));
  const calls = ["one", "two", "three"];
  room.play(10, ...calls.map((call) => arrival(call)));
  for (const [place, call] of calls.entries())
    room.play(11, { type: "offer.accepted", call, desk: `meja-${place + 1}` });
  room.play(12, arrival("new"), arrival("odd", { history }));
  room.play(13, { type: "speech.heard", call: "odd" }, { type: "challenge.lapsed", call: "odd", attempt: 0 });
  room.play(13, { type: "call.hung-up", call: "new" }, { type: "call.hung-up", call: "three" });
  room.play(13, { type: "wrap-up.finished", desk: "meja-3" });
  return room;
}
const listens: Input = { type: "glance.requested", call: "odd", desk: "meja-3" };
const laneOf = (room: Room, call: string) => room.state.calls.get(call)?.place?.lane;

test("a kept operator is shown whom to listen to, hears them, and the caller's place stays as it was", () => {
  const room = floodedRoom();
  assert.equal(reportRoom(room.state, room.state.at).worthGlance, "odd");
  assert.equal(reportRoom(room.state, room.state.at).heldBack, "operators");
  const began = room.play(14, listens);
  assert.deepEqual(effectsOf(began, "call.overhear"), [{ type: "call.overhear", call: "odd", desk: "meja-3" }]);
  assert.equal(room.state.calls.get("odd")?.state, "queued");
  assert.equal(reportRoom(room.state, room.state.at).worthGlance, null);
});

test("heard as an emergency, the caller goes express and rings at once", () => {
  const room = floodedRoom();
  room.play(14, listens);
  const told = room.play(16, { type: "glance.ended", call: "odd", desk: "meja-3", found: "emergency" });
  assert.equal(laneOf(room, "odd"), "express");
  assert.deepEqual(
    effectsOf(told, "operator.ring").map(({ call, desk }) => [call, desk]),
    [["odd", "meja-3"]],
  );
});

test("heard as nuisance, the caller stays in line and nothing ends", () => {
  const room = floodedRoom();
  room.play(14, listens);
  const told = room.play(16, { type: "glance.ended", call: "odd", desk: "meja-3", found: "nuisance" });
  assert.equal(laneOf(room, "odd"), "waiting");
  assert.deepEqual(effectsOf(told, "call.hang-up"), []);
  assert.equal(room.state.calls.get("odd")?.state, "queued");
});

test("a call that rings at the listening desk ends the listening first", () => {
  const room = floodedRoom();
  room.play(14, listens);
  const rang = room.play(15, arrival("real"));
  assert.ok(typesOf(rang).includes("glance.ended"));
  assert.deepEqual(
    effectsOf(rang, "operator.ring").map(({ call }) => call),
    ["real"],
  );
  assert.equal(effectsOf(rang, "call.overhear-end").length, 1);
});

test("listening lapses by itself, and whoever hung up is not listened to", () => {
  const room = floodedRoom();
  room.play(14, listens);
  assert.equal(glanceEndsAt(room.state, "meja-3"), 18_000);
  assert.deepEqual(typesOf(room.play(18, { type: "glance.lapsed", call: "odd", desk: "meja-3" })), ["glance.ended"]);
  room.play(19, listens);
  assert.ok(typesOf(room.play(20, { type: "call.hung-up", call: "odd" })).includes("glance.ended"));
  assert.equal(room.state.triage.glances.size, 0);
});
