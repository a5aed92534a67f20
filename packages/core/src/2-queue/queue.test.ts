import assert from "node:assert/strict";
import { test } from "node:test";
import { arrival, at, effectsOf, emptyRoom, readied, roomWith, serang, typesOf } from "../rehearsal/room.ts";
import { failOpenPolicy } from "../policy.ts";

const rungAt = (step: Parameters<typeof effectsOf>[0]) => effectsOf(step, "operator.ring").map(({ desk }) => desk);

test("a call rings at the desk that has been idle longest", () => {
  const room = roomWith("meja-1", "meja-2");

  const step = room.play(10, arrival("first"));

  assert.deepEqual(typesOf(step), ["call.admitted", "call.queued", "call.offered"]);
  assert.deepEqual(rungAt(step), ["meja-1"]);
  assert.deepEqual(
    effectsOf(step, "timer.start").map(({ key, due }) => [key, due]),
    [
      ["overdue:first", at(30)],
      ["offer:1", at(22)],
      ["ringing:first", at(14)],
    ],
  );
});

test("a call nobody picks up keeps its place and rings at the next desk in the same step", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"));

  const step = room.play(22, { type: "offer.lapsed", offer: 1, call: "first" });

  assert.deepEqual(typesOf(step), ["offer.expired", "call.offered"]);
  assert.deepEqual(rungAt(step), ["meja-2"]);
  assert.deepEqual(room.state.waiting, ["first"]);
});

test("a desk that let a call pass is asked again only when nobody else is left, however long it has been idle", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"), { type: "offer.declined", call: "first", desk: "meja-1" });
  room.play(15, ...readied("meja-3"));

  const third = room.play(16, { type: "offer.declined", call: "first", desk: "meja-2" });
  const again = room.play(17, { type: "offer.declined", call: "first", desk: "meja-3" });

  assert.deepEqual(rungAt(third), ["meja-3"]);
  assert.deepEqual(rungAt(again), ["meja-1"]);
});

test("with one desk in the room a declined call is offered there again, so that nobody is stuck", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  const step = room.play(11, { type: "offer.declined", call: "first", desk: "meja-1" });

  assert.deepEqual(typesOf(step), ["offer.declined", "call.offered"]);
  assert.deepEqual(rungAt(step), ["meja-1"]);
});

test("a late timer of an offer that is gone changes nothing", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));
  room.play(11, { type: "offer.accepted", call: "first", desk: "meja-1" });

  const step = room.play(22, { type: "offer.lapsed", offer: 1, call: "first" });

  assert.deepEqual([step.events, step.effects], [[], []]);
});

test("the same call reported twice is one call", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  assert.deepEqual(room.play(11, arrival("first")).events, []);

  room.play(12, { type: "call.hung-up", call: "first" });
  assert.deepEqual(room.play(13, arrival("first")).events, []);
});

test("a caller whom no desk can take hears the first prompt at once, then that they still wait", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });

  const second = room.play(11, arrival("second"));
  assert.deepEqual(typesOf(second), ["call.admitted", "call.queued", "call.announced"]);
  assert.deepEqual(
    second.effects.filter(({ type }) => type !== "timer.start" && type !== "timer.stop"),
    [
      { type: "call.ring", call: "second" },
      { type: "call.answer", call: "second" },
      { type: "prompt.play", call: "second", prompt: "recorded-notice", loop: false },
    ],
  );

  const heard = room.play(17, { type: "prompt.ended", call: "second", prompt: "recorded-notice" });
  assert.deepEqual(typesOf(heard), ["prompt.completed"]);
  assert.deepEqual(heard.effects, [{ type: "prompt.play", call: "second", prompt: "still-waiting", loop: true }]);
});

test("on a line that is not recorded the first prompt does not say so", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });

  const step = room.play(11, arrival("second", { line: "113" }));

  assert.equal(effectsOf(step, "prompt.play")[0]?.prompt, "welcome-wait");
});

test("a call that rings for four seconds is answered with a prompt while it goes on ringing", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  const step = room.play(14, { type: "ringing.outlasted", call: "first" });

  assert.deepEqual(typesOf(step), ["call.announced"]);
  assert.equal(room.state.calls.get("first")?.state, "offered");
});

test("whoever arrived first is offered first when a desk becomes free", () => {
  const room = emptyRoom();
  room.play(1, arrival("second"));
  room.play(0.5, arrival("third"));
  room.play(2, ...readied("meja-1"));

  assert.deepEqual(room.state.waiting, ["second", "third"]);
  assert.deepEqual(rungAt(room), ["meja-1"]);
  assert.equal(room.state.calls.get("second")?.state, "offered");
});

test("unanswered for twenty seconds: supervisors and fallback numbers ring too, an alarm sounds, the place is kept", () => {
  const room = roomWith("meja-1");
  room.play(1, ...readied("meja-9", "supervisor"));
  const first = room.play(10, arrival("first"));
  assert.deepEqual(rungAt(first), ["meja-1"]);

  const step = room.play(30, { type: "answer.overdue", call: "first" });

  assert.deepEqual(typesOf(step), ["call.overdue", "alarm.raised", "call.offered"]);
  assert.deepEqual(rungAt(step), ["meja-9"]);
  assert.deepEqual(effectsOf(step, "fallback.ring"), [
    { type: "fallback.ring", call: "first", target: serang.fallback[0]! },
  ]);
  assert.deepEqual(effectsOf(step, "alarm.sound"), [
    { type: "alarm.sound", alarm: "call-unanswered", subject: "first" },
  ]);
  assert.deepEqual(room.state.waiting, ["first"]);
});

test("a fallback number that did not answer is rung again every answer limit", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));
  room.play(30, { type: "answer.overdue", call: "first" });

  const again = room.play(50, { type: "answer.overdue", call: "first" });

  assert.deepEqual(again.events, []);
  assert.equal(effectsOf(again, "fallback.ring").length, 1);
  assert.deepEqual(
    effectsOf(again, "timer.start").map(({ due }) => due),
    [at(70)],
  );
});

test("with nobody signed in a call goes to the fallback numbers at once", () => {
  const room = emptyRoom();

  const step = room.play(10, arrival("first"));

  assert.deepEqual(typesOf(step), ["call.admitted", "call.queued", "call.announced", "call.overdue", "alarm.raised"]);
  assert.equal(effectsOf(step, "fallback.ring").length, 1);
  assert.equal(effectsOf(step, "alarm.sound")[0]?.alarm, "nobody-signed-in");

  const helped = room.play(12, ...readied("meja-1"));
  assert.equal(effectsOf(helped, "alarm.silence")[0]?.alarm, "nobody-signed-in");
  assert.deepEqual(rungAt(helped), ["meja-1"]);
});

test("when the last operator leaves, everybody who waits is helped from outside", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  const step = room.play(11, { type: "operator.signed-out", desk: "meja-1" });

  assert.deepEqual(typesOf(step), [
    "offer.withdrawn",
    "operator.signed-out",
    "call.announced",
    "call.overdue",
    "alarm.raised",
  ]);
});

test("supervisors take calls only when no call taker or dispatcher is in the room", () => {
  const room = roomWith("meja-1");
  room.play(1, ...readied("meja-9", "supervisor"));
  room.play(2, { type: "operator.paused", desk: "meja-1", reason: "istirahat" });

  const step = room.play(10, arrival("first"));

  assert.deepEqual(rungAt(step), ["meja-9"]);
});

test("failing open, the first call rings at every desk and the next follows when it is taken", () => {
  const room = emptyRoom(failOpenPolicy(serang));
  room.play(0, ...readied("meja-1"), ...readied("meja-2"), ...readied("meja-9", "supervisor"));

  const first = room.play(10, arrival("first"));
  const second = room.play(11, arrival("second"));
  const taken = room.play(12, { type: "offer.accepted", call: "first", desk: "meja-2" });

  assert.deepEqual(rungAt(first), ["meja-1", "meja-2", "meja-9"]);
  assert.deepEqual(rungAt(second), []);
  assert.deepEqual(rungAt(taken), ["meja-1", "meja-9"]);
});
