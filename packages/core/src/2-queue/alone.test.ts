import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "../input.ts";
import { arrival, busyRoom, effectsOf, emptyRoom, readied, type Room, serang } from "../rehearsal/room.ts";
import { digitFor } from "./challenge.ts";
import { reportRoom } from "./room-report.ts";

type Step = ReturnType<Room["play"]>;
const review: Input = { type: "surge.reviewed" };
const placeOf = (room: Room, call: string) => room.state.calls.get(call)?.place;
const asked = (step: Step): string[] =>
  effectsOf(step, "prompt.play").flatMap(({ call, prompt }) => (prompt.startsWith("challenge-") ? [call] : []));
const suggested = ({ events }: Step): string[] =>
  events.flatMap((event) => (event.type === "park.suggested" ? [event.call] : []));

const freed = (room: Room, at: number) => {
  room.play(at, { type: "call.hung-up", call: "talks-1" });
  const rang = room.play(at, { type: "wrap-up.finished", desk: "meja-1" });
  return effectsOf(rang, "operator.ring").map(({ call }) => call);
};

test("one operator alone: every new caller left waiting is asked, and the one who presses the digit comes first", () => {
  const room = busyRoom(1);
  assert.deepEqual(asked(room.play(11, arrival("silent"))), ["silent"]);
  assert.deepEqual(asked(room.play(12, arrival("answers"))), ["answers"]);
  assert.equal(reportRoom(room.state, 12_000).asksAll, true);
  room.play(14, { type: "digit.received", call: "answers", digit: digitFor("answers") });

  assert.deepEqual(freed(room, 15), ["answers"]);
});

test("whoever does not answer keeps their place, hears a person all the same, and is not sent away", () => {
  const room = busyRoom(1);
  room.play(11, arrival("silent"));
  for (let attempt = 0; attempt <= triageDefaults.challenge!.retries; attempt += 1) {
    if (attempt > 0) room.play(12 + attempt, { type: "challenge.due", call: "silent", attempt });
    room.play(12 + attempt, { type: "challenge.lapsed", call: "silent", attempt });
  }
  assert.deepEqual([placeOf(room, "silent")?.lane, placeOf(room, "silent")?.risk], ["express", 0]);
  assert.equal(room.state.calls.get("silent")?.state, "queued");
  assert.deepEqual(freed(room, 20), ["silent"]);
});

test("whoever stays silent comes before those who called later and were not heard either, and is asked again", () => {
  const room = busyRoom(1);
  room.play(11, arrival("silent"));
  room.play(14, { type: "challenge.lapsed", call: "silent", attempt: 0 });
  assert.deepEqual(asked(room.play(14, { type: "challenge.due", call: "silent", attempt: 1 })), ["silent"]);
  room.play(15, arrival("later"));
  assert.deepEqual(freed(room, 16), ["silent"]);
});

test("with a second operator on shift, on a policy of an earlier release or while an incident is announced nobody new is asked", () => {
  assert.deepEqual(asked(busyRoom(2).play(11, arrival("new"))), []);

  const { alone: _, ...earlier } = triageDefaults;
  const before = busyRoom(1, earlier as typeof triageDefaults);
  assert.deepEqual(asked(before.play(11, arrival("new"))), []);
  assert.equal(reportRoom(before.state, 11_000).asksAll, false);

  const announced = busyRoom(1);
  const place = { area: null, point: null, spoken: null };
  const told = { call: "talks-1", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  announced.play(11, { type: "incident.reported", incident: "api", narrative: null, test: false, ...told });
  announced.play(12, { type: "bulletin.requested", incident: "api", operator: "op-meja-1" });
  assert.deepEqual(asked(announced.play(13, arrival("new"))), []);
});

test("when all but one operator have left, whoever waits already is asked as well, and told of an incident after the answer", () => {
  const room = busyRoom(2);
  room.play(11, arrival("new"));
  room.play(12, { type: "call.hung-up", call: "talks-2" }, { type: "operator.signed-out", desk: "meja-2" });
  assert.deepEqual(asked(room.play(13, review)), ["new"]);

  const place = { area: null, point: null, spoken: null };
  const told = { call: "talks-1", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  room.play(18, { type: "incident.reported", incident: "api", narrative: null, test: false, ...told });
  room.play(18, { type: "bulletin.requested", incident: "api", operator: "op-meja-1" }, review);
  assert.equal(placeOf(room, "new")?.bulletin, null);
  room.play(19, { type: "digit.received", call: "new", digit: digitFor("new") }, review);
  assert.equal(placeOf(room, "new")?.bulletin, "heard");
});

test("a free operator alone takes a new caller at once, who is asked nothing", () => {
  const room = emptyRoom({ ...serang, triage: triageDefaults });
  room.play(1, ...readied("meja-1"));
  const step = room.play(10, arrival("new"));
  assert.deepEqual([asked(step), effectsOf(step, "operator.ring").length], [[], 1]);
});

test("one operator alone who let a call go on is asked once more in any surge, and no third time; two are asked once", () => {
  const after = triageDefaults.alone!.parkAgainAfter! / 1_000;
  const seconds = [17, 17 + after - 1, 17 + after, 30, 40];
  const questions = (room: Room): string[][] => {
    room.play(11, arrival("real"), arrival("another"));
    return seconds.map((at) => suggested(room.play(at, review)));
  };
  assert.deepEqual(questions(busyRoom(1)), [["talks-1"], [], ["talks-1"], [], []]);
  assert.deepEqual(questions(busyRoom(2)).flat().sort(), ["talks-1", "talks-2"]);

  const once = { ...triageDefaults, alone: { asksAll: true, parkAgainAfter: null } };
  assert.deepEqual(questions(busyRoom(1, once)).flat(), ["talks-1"]);
});
