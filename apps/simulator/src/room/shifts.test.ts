import assert from "node:assert/strict";
import { test } from "node:test";
import { openAgenda } from "../agenda.ts";
import { ordinary, type Scenario } from "../population/scenario.ts";
import { type OnTheLine, openRoom, roomPolicy } from "./room.ts";
import { shiftsOf } from "./shifts.ts";

const hour = 3_600_000;
const scenario: Scenario = {
  ...ordinary,
  name: "a change of shift",
  sources: [],
  operators: Array.from({ length: 24 }, (_, at) => (at === 7 ? 1 : 2)),
  startsAt: 6.5,
  warmUp: 0,
  measured: 2 * 3_600,
};

function openedRoom() {
  const agenda = openAgenda(0);
  const room = openRoom({ agenda, policy: roomPolicy(null), shifts: shiftsOf(scenario), pickUp: 2_000 });
  const joined: string[] = [];
  const line = (call: string): OnTheLine =>
    ({ joined: (desk) => void joined.push(`${call} at ${desk}`) }) as Partial<OnTheLine> as OnTheLine;
  const ring = (call: string): void => {
    room.connect(call, line(call));
    const caller = { kind: "withheld" } as const;
    room.play({ type: "call.arrived", call, line: "112", trunk: "t", caller, history: null, test: false });
  };
  return { agenda, room, ring, joined };
}

test("shifts change at the full hours of the city's clock", () => {
  assert.deepEqual(shiftsOf(scenario), [
    { at: 0, operators: 2 },
    { at: hour / 2, operators: 1 },
    { at: (3 * hour) / 2, operators: 2 },
  ]);
});

test("whoever goes home finishes the conversation first, and a call that rings there is answered elsewhere", () => {
  const { agenda, room, ring, joined } = openedRoom();
  agenda.run(hour / 2 - 60_000);
  ring("one");
  ring("two");
  agenda.run(hour / 2 + 60_000);
  assert.deepEqual([joined.length, room.state.desks.size], [2, 2], "both still talk after the hour");
  for (const desk of room.state.desks.values()) {
    if (desk.call !== null)
      room.play({ type: "call.classified", call: desk.call, operator: desk.operator, classification: "emergency" });
  }
  for (const desk of room.state.desks.values()) {
    if (desk.call !== null) room.play({ type: "call.released", call: desk.call, desk: desk.desk });
  }
  assert.deepEqual([...room.state.desks.keys()], ["desk-1"]);
  ring("three");
  agenda.run(hour);
  assert.deepEqual(joined.slice(2), ["three at desk-1"]);
  agenda.run((3 * hour) / 2 + 1);
  assert.equal(room.state.desks.size, 2);
  assert.equal(room.endedByHouse(), 0);
});

test("a call that rings at a desk whose shift ends goes on to the desk that stays", () => {
  const { agenda, room, ring, joined } = openedRoom();
  agenda.run(hour / 2 - 60_000);
  ring("one");
  agenda.run(hour / 2 - 1_000);
  ring("two");
  agenda.run(hour / 2 + 500);
  const talking = [...room.state.desks.values()].find(({ call }) => call === "one")!;
  room.play({ type: "call.classified", call: "one", operator: talking.operator, classification: "emergency" });
  room.play({ type: "call.released", call: "one", desk: talking.desk });
  agenda.run(hour / 2 + 60_000);
  assert.deepEqual(
    joined.map((one) => one.slice(0, 3)),
    ["one", "two"],
  );
});
