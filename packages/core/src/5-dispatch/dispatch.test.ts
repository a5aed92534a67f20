import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../centre.ts";
import type { Input } from "../input.ts";
import { effectsOf, emptyRoom, type Room, typesOf } from "../rehearsal/room.ts";

const report: Input = {
  type: "incident.reported",
  incident: "fire",
  call: null,
  operator: "ani",
  incidentType: "kebakaran",
  priority: 1,
  place: { area: "36.73.01.1001", point: null, spoken: null },
  narrative: "text-1",
  test: false,
};
const send = (...asked: readonly (readonly [dispatch: string, agency: string])[]): Input => ({
  type: "dispatch.requested",
  incident: "fire",
  operator: "ani",
  dispatches: asked.map(([dispatch, agency]) => ({ dispatch, agency })),
});
const close = (disposition: "handled" | "cancelled"): Input => ({
  type: "incident.closed",
  incident: "fire",
  operator: "ani",
  disposition,
});

function withFire(): Room {
  const room = emptyRoom();
  room.play(0, report);
  return room;
}

test("incidents are numbered upwards and never twice", () => {
  const room = withFire();
  room.play(1, report, close("cancelled"), { ...report, incident: "flood" } as Input);

  const opened = room.events.filter((event) => event.type === "incident.opened");
  assert.deepEqual(
    opened.map(({ incident, number }) => [incident, number]),
    [
      ["fire", 1],
      ["flood", 2],
    ],
  );
});

test("what is not amended stays as it was", () => {
  const room = withFire();

  room.play(1, { type: "incident.amended", incident: "fire", operator: "ani", priority: 2 });

  const { priority, incidentType, narrative } = room.state.incidents.get("fire")!;
  assert.deepEqual([priority, incidentType, narrative], [2, "kebakaran", "text-1"]);
});

test("two agencies get one dispatch each; the same agency does not get a second one", () => {
  const room = withFire();

  const step = room.play(1, send(["d1", "damkar"], ["d2", "dinkes"], ["d3", "damkar"]));

  assert.deepEqual(
    effectsOf(step, "dispatch.send").map(({ agency }) => agency),
    ["damkar", "dinkes"],
  );
  assert.deepEqual(refusalOf(room.state, send(["d4", "dinkes"])), { code: "already-dispatched" });
});

test("an agency that declined may be asked again", () => {
  const room = withFire();
  room.play(1, send(["d1", "damkar"]), { type: "dispatch.declined", dispatch: "d1", by: "agency", reason: null });

  assert.deepEqual(typesOf(room.play(2, send(["d2", "damkar"]))), ["dispatch.sent"]);
});

test("a dispatch moves from sent to cleared, and an illegal move changes nothing", () => {
  const room = withFire();
  room.play(1, send(["d1", "damkar"]));
  const by = "agency";
  const cleared: Input = { type: "unit.cleared", dispatch: "d1", by };
  assert.deepEqual(refusalOf(room.state, cleared), { code: "illegal-move" });
  assert.deepEqual(room.play(2, cleared).events, []);

  const step = room.play(
    3,
    { type: "dispatch.delivered", dispatch: "d1" },
    { type: "dispatch.acknowledged", dispatch: "d1", by },
    { type: "unit.departed", dispatch: "d1", by },
    { type: "unit.arrived", dispatch: "d1", by },
    cleared,
  );

  assert.deepEqual(typesOf(step), [
    "dispatch.delivered",
    "dispatch.acknowledged",
    "dispatch.en-route",
    "dispatch.on-scene",
    "dispatch.cleared",
  ]);
});

test("a handled incident closes when its agencies have finished; a cancelled one at once", () => {
  const room = withFire();
  room.play(1, send(["d1", "damkar"]));

  assert.deepEqual(refusalOf(room.state, close("handled")), { code: "still-open-dispatches" });
  assert.deepEqual(room.play(2, close("handled")).events, []);
  assert.deepEqual(typesOf(room.play(3, close("cancelled"))), ["incident.closed"]);
  assert.deepEqual([room.state.incidents.size, room.state.dispatches.size], [0, 0]);
});
