import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input, InputOf } from "../input.ts";
import { failOpenPolicy } from "../policy.ts";
import { reconcile, takeOver } from "../reconcile.ts";
import { arrival, effectsOf, emptyRoom, readied, type Room, serang, typesOf } from "../rehearsal/room.ts";
import type { Challenge } from "../triage-state.ts";

const triaged = { ...serang, triage: triageDefaults };
/** Who waits for one operator alone is asked a question before all else: here it is about what comes without it. */
const unasked = { ...serang, triage: { ...triageDefaults, alone: null } };

/** A room under triage with so many call takers ready. */
function room(desks: number): Room {
  const opened = emptyRoom(triaged);
  for (let desk = 1; desk <= desks; desk += 1) opened.play(desk / 1000, ...readied(`meja-${desk}`));
  return opened;
}

const past = (nuisance: number, genuine = 0): Partial<InputOf<"call.arrived">> => ({
  history: {
    callsToday: 0,
    calls30Days: 0,
    classified: {},
    genuine: { count: genuine, lastAt: null },
    faded: { nuisance, genuine },
  },
});
const abuser = (call: string): Input => arrival(call, past(6));
const rung = (step: Parameters<typeof effectsOf>[0]) => effectsOf(step, "operator.ring").map(({ call }) => call);
const laneOf = (of: Room, call: string) => of.state.calls.get(call)?.place?.lane;
const asked = (of: Room, call: string): Extract<Challenge, { kind: "asked" }> => {
  const challenge = of.state.calls.get(call)?.place?.challenge;
  assert.equal(challenge?.kind, "asked");
  return challenge as Extract<Challenge, { kind: "asked" }>;
};
const press = (of: Room, call: string): Input => ({ type: "digit.received", call, digit: asked(of, call).digit });
const lapse = (of: Room, call: string): Input => ({
  type: "challenge.lapsed",
  call,
  attempt: asked(of, call).attempt,
});
const review: Input = { type: "surge.reviewed" };

test("on a calm day a caller rings at once and hears no question, whether known, new or withheld", () => {
  for (const told of [past(0, 2), {}, { caller: { kind: "withheld" } } as const]) {
    const step = room(3).play(10, arrival("first", told));
    assert.deepEqual(rung(step), ["first"]);
    assert.deepEqual(effectsOf(step, "prompt.play"), []);
  }
});

test("a known abuser is asked first, also on a calm day, and then a desk rings whatever they answered", () => {
  const calm = room(3);
  const arrived = calm.play(10, abuser("first"));
  assert.deepEqual(rung(arrived), []);
  assert.match(effectsOf(arrived, "prompt.play")[0]!.prompt, /^challenge-\d$/);

  const lapsed = calm.play(20, lapse(calm, "first"));
  assert.deepEqual(rung(lapsed), ["first"]);
  assert.equal(laneOf(calm, "first"), "waiting");
});

test("in a surge one operator stays free of the waiting lane, and an express caller rings there at once", () => {
  const busy = room(3);
  busy.play(10, arrival("one"), arrival("two"), arrival("three"));
  busy.play(11, arrival("four"));
  assert.notEqual(busy.state.triage.surge, null);
  for (const [place, call] of ["one", "two", "three"].entries()) {
    busy.play(12, { type: "offer.accepted", call, desk: `meja-${place + 1}` });
  }
  busy.play(13, abuser("five"));
  busy.play(20, lapse(busy, "five"));
  busy.play(21, { type: "call.hung-up", call: "four" });
  busy.play(22, { type: "call.released", call: "one", desk: "meja-1" }, { type: "wrap-up.finished", desk: "meja-1" });
  assert.equal(busy.state.calls.get("five")?.state, "queued");

  assert.deepEqual(rung(busy.play(23, arrival("six"))), ["six"]);
});

test("the right digit takes a withheld caller out of the waiting lane, and silence ends nothing", () => {
  const busy = room(1);
  busy.play(10, arrival("one"));
  busy.play(11, arrival("two", { caller: { kind: "withheld" } }));
  assert.equal(laneOf(busy, "two"), "waiting");
  const right = busy.play(13, press(busy, "two"));
  assert.deepEqual(typesOf(right).slice(0, 2), ["digit.received", "challenge.answered"]);
  assert.equal(laneOf(busy, "two"), "express");

  busy.play(14, arrival("three", { caller: { kind: "withheld" } }));
  for (const attempt of [0, 1, 2]) {
    const lapsed = busy.play(20 + 10 * attempt, lapse(busy, "three"));
    assert.deepEqual(effectsOf(lapsed, "call.hang-up"), []);
    if (attempt < 2) busy.play(22 + 10 * attempt, { type: "challenge.due", call: "three", attempt: attempt + 1 });
  }
  assert.equal(busy.state.calls.get("three")?.state, "queued");
});

test("a sound without the digit is a weak answer: somebody is there", () => {
  const busy = room(1);
  busy.play(10, arrival("one"));
  busy.play(11, arrival("two", { caller: { kind: "withheld" } }), { type: "speech.heard", call: "two" });
  const [answer] = busy.play(20, lapse(busy, "two")).events;
  assert.equal(answer?.type === "challenge.answered" && answer.response, "weak");
});

test("whoever waits longest in the waiting lane is promoted, so that nobody starves", () => {
  const busy = room(2);
  busy.play(10, arrival("one"), arrival("two"), abuser("three"));
  busy.play(20, lapse(busy, "three"));
  const due = 10 + triageDefaults.promoteAfter! / 1000;
  assert.ok(!typesOf(busy.play(due - 1, review)).includes("call.promoted"));
  assert.ok(typesOf(busy.play(due + 1, review)).includes("call.promoted"));
});

test("a caller who gave up and dials again soon keeps the wait already served", () => {
  const busy = room(1);
  busy.play(10, arrival("one"));
  busy.play(20, arrival("two", { caller: { kind: "number", id: "ibu" } }));
  busy.play(50, { type: "call.hung-up", call: "two" });
  busy.play(60, arrival("three"), arrival("again", { caller: { kind: "number", id: "ibu" } }));
  busy.play(61, { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(70, { type: "call.hung-up", call: "one" });
  assert.deepEqual(rung(busy.play(71, { type: "wrap-up.finished", desk: "meja-1" })), ["again"]);
});

test("an operator in a waiting-lane call is asked to park it while an express caller waits; parked, it keeps the line", () => {
  const busy = room(1);
  busy.play(10, abuser("one"));
  busy.play(20, lapse(busy, "one"));
  busy.play(21, { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(22, arrival("real"));
  const [suggested] = busy.play(24, review).events;
  assert.deepEqual(suggested, { type: "park.suggested", desk: "meja-1", call: "one", waiting: "real", at: 24_000 });

  const parked = busy.play(27, { type: "park.requested", call: "one", desk: "meja-1" });
  assert.deepEqual(rung(parked), ["real"]);
  assert.deepEqual(effectsOf(parked, "call.hang-up"), []);
  assert.equal(busy.state.calls.get("one")?.state, "queued");
});

const suggested = ({ events }: Pick<ReturnType<Room["play"]>, "events">) =>
  events.filter((event) => event.type === "park.suggested").map(({ call }) => call);

test("about other calls of a surge as many operators are asked as callers wait, first where the conversation has only begun", () => {
  const busy = room(2);
  const answer = (call: string, desk: string): Input => ({ type: "offer.accepted", call, desk });
  busy.play(10, arrival("longer"), answer("longer", "meja-1"));
  busy.play(14, arrival("shorter"), answer("shorter", "meja-2"));
  assert.deepEqual(suggested(busy.play(22, arrival("real"))), ["shorter"]);
  assert.deepEqual(suggested(busy.play(23, review)), ["longer"]);
  assert.deepEqual(suggested(busy.play(24, review)), []);
});

test("for a claim an operator is asked until as many are free as a claim needs", () => {
  const surge = { ...triageDefaults.surge, busyAbove: -1 };
  const busy = emptyRoom({ ...serang, triage: { ...triageDefaults, surge } });
  for (const desk of ["meja-1", "meja-2", "meja-3"]) busy.play(0, ...readied(desk));
  busy.play(10, arrival("one"), { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(12, arrival("two"), { type: "offer.accepted", call: "two", desk: "meja-2" });
  busy.play(16, abuser("claims"));
  assert.deepEqual(suggested(busy.play(17, press(busy, "claims"))), ["one"]);
  assert.equal(busy.state.desks.get("meja-3")?.state, "available", "kept for those who come express");
  assert.deepEqual(rung(busy.play(18, { type: "park.requested", call: "one", desk: "meja-1" })), ["claims"]);
});

test("nobody is asked to let a caller wait with whom they have long been speaking", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), { type: "offer.accepted", call: "one", desk: "meja-1" });
  const late = 10 + triageDefaults.parkAnyUntil! / 1000 + 1;
  busy.play(late, arrival("real"));
  busy.play(late + 1, review);
  assert.deepEqual(suggested(busy), []);
});

test("on a recorded line callers hear that it is recorded before they hear of an incident", () => {
  const busy = emptyRoom({ ...unasked, recordedLines: ["112"] });
  busy.play(0, ...readied("meja-1"));
  busy.play(10, arrival("one"), arrival("two"), arrival("three"));
  const place = { area: null, point: null, spoken: null };
  const told = { call: "one", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  busy.play(11, { type: "incident.reported", incident: "api", narrative: null, test: false, ...told });
  busy.play(11.5, { type: "bulletin.requested", incident: "api", operator: "op-meja-1" });
  busy.play(12, review, { type: "prompt.ended", call: "two", prompt: "recorded-notice" });
  const hears = (seconds: number): string[] =>
    effectsOf(busy.play(seconds, review), "prompt.play").flatMap(({ call, prompt }) =>
      prompt === "bulletin" ? call : [],
    );
  assert.deepEqual(hears(13), ["two"]);
  assert.deepEqual(hears(17), ["three"], "nobody told that the words to this caller ended");
});

test("while one incident fills the lines callers hear that it is known, and one who presses 1 comes first", () => {
  const busy = emptyRoom(unasked);
  busy.play(0, ...readied("meja-1"));
  busy.play(10, arrival("one"), arrival("two"), arrival("three"));
  const place = { area: null, point: null, spoken: null };
  const told = { call: "one", operator: "op-meja-1", incidentType: "kebakaran", priority: 1, place } as const;
  busy.play(11, { type: "incident.reported", incident: "api", narrative: null, test: false, ...told });
  busy.play(12, { type: "bulletin.requested", incident: "api", operator: "op-meja-1" });
  const heard = effectsOf(busy.play(20, review), "prompt.play").filter(({ prompt }) => prompt === "bulletin");
  assert.deepEqual(
    heard.map(({ call }) => call),
    ["three", "two"],
  );

  busy.play(25, { type: "digit.received", call: "two", digit: "1" });
  busy.play(26, { type: "offer.accepted", call: "one", desk: "meja-1" }, { type: "call.hung-up", call: "one" });
  assert.deepEqual(rung(busy.play(27, { type: "wrap-up.finished", desk: "meja-1" })), ["two"]);
});

const played = (step: Parameters<typeof effectsOf>[0]) =>
  effectsOf(step, "prompt.play").map(({ prompt }) => prompt.replace(/\d$/, ""));

test("a parked caller first hears so, is asked when the words have ended, and any key leads back", () => {
  const busy = room(1);
  busy.play(10, arrival("one", { caller: { kind: "withheld" } }), arrival("two"));
  busy.play(11, { type: "offer.accepted", call: "one", desk: "meja-1" });
  const parked = busy.play(12, { type: "park.requested", call: "one", desk: "meja-1" });
  assert.deepEqual(played(parked), ["parked"]);
  const ended = busy.play(16.4, { type: "prompt.ended", call: "one", prompt: "parked" });
  assert.deepEqual(played(ended), []);
  assert.deepEqual(played(busy.play(16.5, { type: "challenge.due", call: "one", attempt: 0 })), ["challenge-"]);

  const { digit } = asked(busy, "one");
  const other = digit === "0" ? "1" : "0";
  const pressed = busy.play(19, { type: "digit.received", call: "one", digit: other });
  assert.deepEqual(typesOf(pressed).slice(0, 2), ["digit.received", "challenge.answered"]);
  assert.equal(laneOf(busy, "one"), "claim");
});

test("a parked caller who presses a key at once is not asked any more", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), arrival("two"));
  busy.play(11, { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(12, { type: "park.requested", call: "one", desk: "meja-1" });
  busy.play(13, { type: "digit.received", call: "one", digit: "5" });
  assert.equal(laneOf(busy, "one"), "claim");
  assert.deepEqual(played(busy.play(16.5, { type: "challenge.due", call: "one", attempt: 0 })), []);
});

test("whoever was lost on hold stands first when found again, and no more once an operator has parked them", () => {
  const busy = room(1);
  busy.play(10, arrival("one"));
  busy.play(11, { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(12, { type: "hold.requested", call: "one", desk: "meja-1" });
  busy.play(13, { type: "desk.vanished", desk: "meja-1" });
  busy.play(80, { type: "hold.outlasted", call: "one" }, arrival("two"));
  const back = busy.play(90, ...readied("meja-1"));
  assert.deepEqual(rung(back), ["one"]);
  busy.play(91, { type: "offer.accepted", call: "one", desk: "meja-1" });
  assert.deepEqual(rung(busy.play(95, { type: "park.requested", call: "one", desk: "meja-1" })), ["two"]);
});

test("a caller whose keys do not reach us is asked nothing until an operator has spoken to them", () => {
  const busy = room(1);
  busy.play(10, arrival("one"));
  const step = busy.play(11, arrival("two", { caller: { kind: "withheld" }, askable: false }));
  assert.deepEqual(played(step), ["recorded-notice"]);
  const known = busy.play(12, arrival("three", { ...past(6), askable: false }));
  assert.ok(!typesOf(known).includes("challenge.asked"));
  busy.play(13, { type: "offer.accepted", call: "one", desk: "meja-1" }, { type: "call.hung-up", call: "one" });
  assert.deepEqual(rung(busy.play(14, { type: "wrap-up.finished", desk: "meja-1" })), ["two"]);

  busy.play(15, { type: "offer.accepted", call: "two", desk: "meja-1" });
  busy.play(16, arrival("four"), { type: "park.requested", call: "two", desk: "meja-1" });
  assert.deepEqual(played(busy.play(20.5, { type: "challenge.due", call: "two", attempt: 0 })), ["challenge-"]);
});

test("whoever was asked first on a recorded line is told of the recording when an operator answers", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), abuser("two"));
  const { digit } = asked(busy, "two");
  busy.play(13, { type: "prompt.ended", call: "two", prompt: `challenge-${digit}` });
  busy.play(20, lapse(busy, "two"));
  busy.play(21, { type: "offer.accepted", call: "one", desk: "meja-1" }, { type: "call.hung-up", call: "one" });
  busy.play(22, { type: "wrap-up.finished", desk: "meja-1" });
  const answered = busy.play(23, { type: "offer.accepted", call: "two", desk: "meja-1" });
  assert.deepEqual(played(answered), ["recorded-notice"]);
  const told = busy.play(28, { type: "prompt.ended", call: "two", prompt: "recorded-notice" });
  assert.deepEqual(typesOf(told), ["prompt.completed"]);
  assert.deepEqual(played(busy.play(29, { type: "park.requested", call: "two", desk: "meja-1" })), ["parked"]);
});

test("a caller who was being asked when the centre died goes on hearing that they wait, first come first served", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), arrival("two", { caller: { kind: "withheld" } }), arrival("three"));
  asked(busy, "two");
  busy.state.policy = failOpenPolicy(triaged);
  const taken = takeOver(busy.state, 12_000);
  assert.deepEqual(effectsOf(taken, "prompt.play").find(({ call }) => call === "two")?.prompt, "recorded-notice");
  const ended = busy.play(17, { type: "prompt.ended", call: "two", prompt: "recorded-notice" });
  assert.deepEqual(effectsOf(ended, "prompt.play"), [
    { type: "prompt.play", call: "two", prompt: "still-waiting", loop: true },
  ]);
  busy.play(18, { type: "offer.accepted", call: "one", desk: "meja-1" });
  busy.play(19, { type: "call.hung-up", call: "one" });
  assert.deepEqual(rung(busy.play(20, { type: "wrap-up.finished", desk: "meja-1" })), ["three"]);
});

test("a centre that comes back puts the question again that was being asked", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), arrival("two", { caller: { kind: "withheld" } }));
  const { digit } = asked(busy, "two");
  const heldCalls = ["one", "two"].map((call) => ({ call, joinedDesk: null, signalling: "up" as const }));
  const again = reconcile(busy.state, { lateFacts: [], heldCalls, connectedDesks: ["meja-1"], now: 12_000 });
  assert.deepEqual(
    effectsOf(again, "prompt.play").find(({ call }) => call === "two"),
    {
      type: "prompt.play",
      call: "two",
      prompt: `challenge-${digit}`,
      loop: false,
    },
  );
});

test("a surge ends when it has had no reason for a minute", () => {
  const busy = room(1);
  busy.play(10, arrival("one"), arrival("two"));
  busy.play(11, { type: "call.hung-up", call: "two" });
  assert.ok(!typesOf(busy.play(60, review)).includes("surge.ended"));
  assert.ok(typesOf(busy.play(75, review)).includes("surge.ended"));
});
