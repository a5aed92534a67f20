import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input, InputOf } from "../input.ts";
import { arrival, effectsOf, emptyRoom, readied, type Room, serang } from "../rehearsal/room.ts";
import { digitFor } from "./challenge.ts";
import { lineNow } from "./line.ts";
import { reportRoom } from "./room-report.ts";

const withheld = { caller: { kind: "withheld" } } as const;
const review: Input = { type: "surge.reviewed" };
const rung = (step: Parameters<typeof effectsOf>[0]) => effectsOf(step, "operator.ring").map(({ call }) => call);
const laneOf = (of: Room, call: string) => of.state.calls.get(call)?.place?.lane;
const suggested = ({ events }: Pick<ReturnType<Room["play"]>, "events">) =>
  events.filter((event) => event.type === "park.suggested").map(({ call }) => call);
const right = (call: string): Input => ({ type: "digit.received", call, digit: digitFor(call) });
const knownGood: Partial<InputOf<"call.arrived">> = {
  history: {
    callsToday: 0,
    calls30Days: 0,
    classified: {},
    genuine: { count: 2, lastAt: null },
    faded: { nuisance: 0, genuine: 2 },
  },
};

/** One operator in a call since second 10, and so many callers who were asked and gave the right digit. */
function flooded(answers: number, triage = triageDefaults): Room {
  const room = emptyRoom({ ...serang, triage });
  room.play(1, ...readied("meja-1"));
  room.play(10, arrival("talks"), { type: "offer.accepted", call: "talks", desk: "meja-1" });
  for (let n = 1; n <= answers; n += 1) {
    room.play(10 + n, arrival(`attacker-${n}`, withheld));
    room.play(10 + n + 0.9, right(`attacker-${n}`));
  }
  return room;
}
const desk = "meja-1";
const freed = (room: Room, call: string, at: number) => {
  room.play(at, { type: "call.hung-up", call });
  return rung(room.play(at, { type: "wrap-up.finished", desk }));
};

test("while nearly everybody answers the question rightly, a caller of whom nothing is known rings before they have answered", () => {
  const room = flooded(8);
  const asked = room.play(30, arrival("real", withheld));

  assert.equal(laneOf(room, "real"), "express");
  assert.match(effectsOf(asked, "prompt.play")[0]!.prompt, /^challenge-/, "asked all the same: it may tell again");
  assert.deepEqual(freed(room, "talks", 31), ["real"]);
  assert.equal(reportRoom(room.state, 31_000).answeredByAll, true);
});

test("too few answers say nothing, and neither do answers of long ago", () => {
  const room = flooded(4);
  room.play(30, arrival("real", withheld));
  assert.equal(laneOf(room, "real"), "waiting");

  const later = flooded(8);
  later.play(400, arrival("real", withheld));
  assert.equal(laneOf(later, "real"), "waiting");
});

test("under the policy of an earlier release, which says nothing of it, the question is waited for", () => {
  const { answeredByAll: _, ...earlier } = triageDefaults;
  const room = flooded(8, earlier as typeof triageDefaults);
  room.play(30, arrival("real", withheld));
  assert.equal(laneOf(room, "real"), "waiting");
  assert.equal(reportRoom(room.state, 30_000).answeredByAll, false);
});

test("as soon as many stay silent again the question orders as before", () => {
  const room = flooded(8);
  for (let n = 1; n <= 4; n += 1) {
    room.play(20 + n, arrival(`silent-${n}`, withheld));
    for (let attempt = 0; attempt <= triageDefaults.challenge!.retries; attempt += 1) {
      const call = `silent-${n}`;
      if (attempt > 0) room.play(20 + n, { type: "challenge.due", call, attempt });
      room.play(20 + n, { type: "challenge.lapsed", call, attempt });
    }
  }
  room.play(30, arrival("next", withheld));
  assert.equal(laneOf(room, "next"), "waiting");
});

test("an operator who let a call go on is then asked once more, and no third time", () => {
  const room = flooded(8, { ...triageDefaults, alone: null });
  assert.equal(room.state.calls.get("talks")?.parkSuggested, true);
  assert.deepEqual(
    [21, 22, 30, 40].map((at) => suggested(room.play(at, review))),
    [[], ["talks"], [], []],
  );
});

test("with too many to be answered in time known good callers come first, then who still can be, then the newest", () => {
  const room = flooded(6);
  room.play(30, arrival("good", knownGood));
  room.play(31, arrival("sooner"));
  room.play(32, arrival("later"));
  assert.deepEqual(lineNow(room.state, 33_000, 4), ["good", "sooner", "later", "attacker-6"], "and screens show it so");
  const order: string[] = [];
  assert.equal(reportRoom(room.state, 32_000).overloaded, true);
  let talking = "talks";
  for (const at of [33, 34, 35, 36, 37]) {
    const [next] = freed(room, talking, at);
    order.push(next!);
    talking = next!;
    room.play(at, { type: "offer.accepted", call: talking, desk });
  }
  assert.deepEqual(order, ["good", "sooner", "later", "attacker-6", "attacker-5"]);
});
