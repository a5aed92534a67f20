import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf, type Step } from "../centre.ts";
import type { EventOf } from "../event.ts";
import type { Input } from "../input.ts";
import { arrival, effectsOf, emptyRoom, readied, type Room, roomWith, typesOf } from "../rehearsal/room.ts";

/** Meja-1 has answered `first`. */
function talking(): Room {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"));
  room.play(12, { type: "offer.accepted", call: "first", desk: "meja-1" });
  return room;
}
const ended = (step: { events: readonly { type: string }[] }) =>
  step.events.find((event): event is EventOf<"call.ended"> => event.type === "call.ended");
const release: Input = { type: "call.released", call: "first", desk: "meja-1" };
const classify: Input = { type: "call.classified", call: "first", operator: "op-meja-1", classification: "prank" };

test("answering joins desk and caller, speaks the recording notice and says how long the caller waited", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  const step = room.play(12.5, { type: "offer.accepted", call: "first", desk: "meja-1" });

  assert.deepEqual(
    step.events.map((event) => (event.type === "call.answered" ? [event.desk, event.operator, event.waited] : [])),
    [["meja-1", "op-meja-1", 2500]],
  );
  assert.deepEqual(
    step.effects.filter(({ type }) => type === "call.join" || type === "prompt.play"),
    [
      { type: "call.join", call: "first", desk: "meja-1" },
      { type: "prompt.play", call: "first", prompt: "recorded-notice", loop: false },
    ],
  );
});

test("a second desk that answers too late is told that the call is taken", () => {
  const room = talking();
  const late: Input = { type: "offer.accepted", call: "first", desk: "meja-2" };

  assert.deepEqual(refusalOf(room.state, late), { code: "already-taken" });
  assert.deepEqual(room.play(13, late).events, []);
});

test("releasing a call hangs up and leaves its desk in wrap-up until the call is classified", () => {
  const room = talking();

  const step = room.play(60, release);
  assert.deepEqual([ended(step)?.outcome, ended(step)?.talked], ["answered", 48_000]);
  assert.deepEqual(effectsOf(step, "call.hang-up"), [{ type: "call.hang-up", call: "first" }]);
  assert.equal(room.state.desks.get("meja-1")?.state, "wrap-up");

  const done = room.play(65, classify);
  assert.deepEqual(typesOf(done), ["call.classified", "operator.wrapped-up"]);
  assert.equal(room.state.calls.size, 0);
  assert.equal(room.state.desks.get("meja-1")?.state, "available");
});

test("a call classified while it lasted needs no wrap-up", () => {
  const room = talking();
  room.play(20, classify);

  const step = room.play(30, { type: "call.hung-up", call: "first" });

  assert.deepEqual(typesOf(step), ["call.ended", "operator.wrapped-up"]);
});

test("a wrap-up lapses into the review list so that no form holds a seat", () => {
  const room = talking();
  room.play(60, release);

  const step = room.play(90, { type: "wrap-up.lapsed", desk: "meja-1", call: "first" });

  assert.deepEqual(
    step.events.map((event) => (event.type === "call.classified" ? [event.classification, event.by] : event.type)),
    [["unclear", "policy"], "operator.wrapped-up"],
  );
});

test("a classification can be taken back, also after the desk has moved on", () => {
  const room = talking();
  room.play(20, classify);
  const undo: Input = { type: "classification.undone", call: "first", operator: "op-meja-1" };

  assert.deepEqual(typesOf(room.play(21, undo)), ["classification.undone"]);
  assert.deepEqual(refusalOf(room.state, undo), { code: "nothing-to-undo" });

  room.play(60, release);
  room.play(61, classify);
  assert.deepEqual(typesOf(room.play(70, { ...undo, was: "prank" } as Input)), ["classification.undone"]);
  assert.deepEqual(typesOf(room.play(71, { ...classify, classification: "child" } as Input)), ["call.classified"]);
});

test("only the desk in conversation may end it", () => {
  const room = talking();
  const wrong: Input = { type: "call.released", call: "first", desk: "meja-2" };

  assert.deepEqual(refusalOf(room.state, wrong), { code: "not-your-call" });
  assert.deepEqual(room.play(20, wrong).events, []);
});

test("a caller who leaves is counted by how far they came, and is called back", () => {
  const leaving = (inputs: readonly Input[]) => {
    const room = roomWith("meja-1");
    room.play(10, arrival("first"), ...inputs);
    return ended(room.play(20, { type: "call.hung-up", call: "first" }))?.outcome;
  };
  const announced: Input = { type: "ringing.outlasted", call: "first" };
  const heard: Input = { type: "prompt.ended", call: "first", prompt: "recorded-notice" };

  assert.equal(leaving([]), "abandoned_ringing");
  assert.equal(leaving([announced]), "left_in_announcement");
  assert.equal(leaving([announced, heard]), "abandoned_in_queue");
});

test("a caller who hangs up while a desk rings stops the ringing and stands in the call-back list", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));

  const step = room.play(13, { type: "call.hung-up", call: "first" });

  assert.deepEqual(typesOf(step), ["offer.withdrawn", "callback.opened", "call.ended"]);
  assert.equal(effectsOf(step, "operator.stop-ringing").length, 1);
  assert.equal(room.state.callbacks.get("first")?.waited, 3000);
});

test("withheld numbers and test calls are not called back", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first", { caller: { kind: "withheld" } }), { type: "call.hung-up", call: "first" });
  room.play(11, arrival("second", { test: true }), { type: "call.hung-up", call: "second" });

  assert.equal(room.state.callbacks.size, 0);
});

test("a caller who got through by calling again leaves the call-back list", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"), { type: "call.hung-up", call: "first" });
  room.play(20, arrival("second", { caller: { kind: "number", id: "p-first" } }));

  const step = room.play(21, { type: "offer.accepted", call: "second", desk: "meja-1" });

  assert.deepEqual(typesOf(step), ["call.answered", "callback.closed"]);
});

test("protocol failures and losses of ours are their own outcomes", () => {
  const room = roomWith("meja-1");
  const failed = room.play(10, arrival("first"), { type: "call.failed", call: "first", code: 488, reason: "codec" });
  const lost = room.play(11, arrival("second"), { type: "call.lost", call: "second" });

  assert.deepEqual([ended(failed)?.outcome, ended(failed)?.code], ["setup_failed", 488]);
  assert.equal(ended(lost)?.outcome, "interrupted");
});

test("a call for which no channel was free is counted, and its caller called back", () => {
  const room = emptyRoom();

  const step = room.play(10, { ...arrival("first"), type: "call.congested", status: 503 });

  assert.deepEqual(typesOf(step), ["call.admitted", "callback.opened", "call.ended"]);
  assert.deepEqual([ended(step)?.outcome, ended(step)?.code], ["congestion", 503]);
});

test("a desk that vanishes while ringing passes its call to the next desk and is not ready", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"));

  const step = room.play(11, { type: "desk.vanished", desk: "meja-1" });

  assert.deepEqual(typesOf(step), ["offer.withdrawn", "desk.vanished", "call.offered"]);
  assert.equal(effectsOf(step, "operator.ring")[0]?.desk, "meja-2");
  assert.deepEqual(
    [room.state.desks.get("meja-1")?.state, room.state.desks.get("meja-1")?.reason],
    ["not-ready", "vanished"],
  );
});

test("a conversation outlives its desk's link: the caller hears the prompt at once, and goes on when the desk is back", () => {
  const room = talking();

  const gone = room.play(20, { type: "desk.vanished", desk: "meja-1" });
  assert.deepEqual(typesOf(gone), ["desk.vanished", "alarm.raised", "call.held"]);
  assert.deepEqual(effectsOf(gone, "call.hold"), [{ type: "call.hold", call: "first", desk: "meja-1" }]);
  assert.equal(room.state.desks.get("meja-1")?.state, "on-call");

  const back = room.play(22, { type: "desk.connected", desk: "meja-1" });
  assert.deepEqual(typesOf(back), ["desk.connected", "alarm.cleared", "call.resumed"]);
  assert.deepEqual(effectsOf(back, "call.join"), [{ type: "call.join", call: "first", desk: "meja-1" }]);
  assert.deepEqual(effectsOf(back, "call.resume"), [{ type: "call.resume", call: "first", desk: "meja-1" }]);
  assert.ok(effectsOf(back, "timer.stop").some(({ key }) => key === "hold:first"));
  assert.equal(room.state.calls.get("first")?.state, "answered");
});

const holdDue = (step: Pick<Step, "effects">): number | undefined =>
  effectsOf(step, "timer.start").find(({ key }) => key === "hold:first")?.due;

test("the caller of a desk that stays gone is with a colleague a quarter of a minute later, before all who wait", () => {
  const room = talking();
  const gone = room.play(20, { type: "desk.vanished", desk: "meja-1" });
  assert.equal(holdDue(gone), 35_000);
  room.play(21, arrival("other"), { type: "offer.declined", call: "other", desk: "meja-2" });

  const recalled = room.play(35, { type: "hold.outlasted", call: "first" });

  assert.deepEqual(typesOf(recalled).slice(0, 2), ["call.recalled", "alarm.cleared"]);
  assert.deepEqual(room.state.waiting, ["first", "other"]);
  assert.deepEqual(
    [room.state.desks.get("meja-1")?.state, room.state.desks.get("meja-1")?.reason],
    ["not-ready", "vanished"],
  );
  room.play(36, { type: "offer.accepted", call: "other", desk: "meja-2" }, { type: "call.hung-up", call: "other" });
  const free = room.play(37, { type: "wrap-up.finished", desk: "meja-2" });
  assert.equal(effectsOf(free, "operator.ring")[0]?.call, "first");
  room.play(38, { type: "desk.connected", desk: "meja-1" });
  assert.equal(room.state.calls.get("first")?.state, "offered", "whoever comes back too late takes nobody away");
});

test("with nobody else in the room the caller of a lost desk rings outside: a desk that is gone is nobody", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });
  room.play(20, { type: "desk.vanished", desk: "meja-1" });

  const recalled = room.play(35, { type: "hold.outlasted", call: "first" });

  assert.equal(effectsOf(recalled, "fallback.ring")[0]?.target.name, "tetangga");
  assert.ok(typesOf(recalled).includes("alarm.raised"));
});

test("a caller whom the operator held before the desk was lost stays held when it is back, and does not wait a minute", () => {
  const room = talking();
  room.play(20, { type: "hold.requested", call: "first", desk: "meja-1" });

  const gone = room.play(22, { type: "desk.vanished", desk: "meja-1" });
  assert.equal(holdDue(gone), 37_000);
  const resumes: Input = { type: "hold.ended", call: "first", desk: "meja-1" };
  assert.deepEqual(refusalOf(room.state, resumes), { code: "no-audio" });
  assert.deepEqual(room.play(23, resumes).events, []);

  const back = room.play(24, { type: "desk.connected", desk: "meja-1" });
  assert.deepEqual(typesOf(back), ["desk.connected", "alarm.cleared"]);
  assert.equal(holdDue(back), 80_000);
  assert.equal(room.state.calls.get("first")?.state, "held");
});

test("an operator who says ready before the audio stands is ready the moment it does", () => {
  const room = emptyRoom();
  room.play(0, { type: "operator.signed-in", operator: "ani", desk: "meja-1", role: "call-taker" });
  const ready: Input = { type: "operator.readied", desk: "meja-1" };

  assert.equal(refusalOf(room.state, ready), null);
  assert.deepEqual(typesOf(room.play(1, ready)), ["operator.paused"]);
  assert.equal(room.state.desks.get("meja-1")?.reason, "no-audio");

  const connected = room.play(2, { type: "desk.connected", desk: "meja-1" });
  assert.deepEqual(typesOf(connected), ["desk.connected", "operator.available"]);
});

test("an operator who sits down at a connected desk is connected", () => {
  const room = emptyRoom();
  room.play(0, ...readied("meja-1"));

  room.play(1, { type: "operator.signed-in", operator: "budi", desk: "meja-1", role: "call-taker" });

  assert.deepEqual(room.state.desks.get("meja-1")?.operator, "budi");
  assert.equal(room.state.desks.get("meja-1")?.connected, true);
});

test("nobody signs out or is replaced in the middle of a conversation", () => {
  const room = talking();
  const leave: Input = { type: "operator.signed-out", desk: "meja-1" };
  const replace: Input = { type: "operator.signed-in", operator: "budi", desk: "meja-1", role: "call-taker" };

  assert.deepEqual(refusalOf(room.state, leave), { code: "in-conversation" });
  assert.deepEqual(refusalOf(room.state, replace), { code: "in-conversation" });
  assert.deepEqual([room.play(20, leave).events, room.play(20, replace).events], [[], []]);
});

test("hold and resume go to and fro and nothing else", () => {
  const room = talking();
  const held: Input = { type: "hold.requested", call: "first", desk: "meja-1" };
  const resumed: Input = { type: "hold.ended", call: "first", desk: "meja-1" };

  assert.deepEqual(typesOf(room.play(20, held, held)), ["call.held"]);
  assert.deepEqual(typesOf(room.play(21, resumed, resumed)), ["call.resumed"]);
});

test("missing audio alarms until both sides are heard again, and ends nothing", () => {
  const room = talking();
  const missing = (side: "caller" | "desk"): Input => ({ type: "audio.missing", call: "first", side });
  const returned = (side: "caller" | "desk"): Input => ({ type: "audio.returned", call: "first", side });

  assert.deepEqual(typesOf(room.play(20, missing("caller"), missing("caller"), missing("desk"))), [
    "audio.missed",
    "alarm.raised",
    "audio.missed",
  ]);
  assert.deepEqual(typesOf(room.play(21, returned("desk"))), ["audio.returned"]);
  assert.deepEqual(typesOf(room.play(22, returned("caller"))), ["audio.returned", "alarm.cleared"]);
  assert.equal(room.state.calls.get("first")?.state, "answered");
});

test("a moment without our audio is written down with its length, and the call goes on", () => {
  const room = talking();
  const away = (call: string): Input => ({ type: "audio.interrupted", call, lasted: 640 });

  assert.deepEqual(typesOf(room.play(20, away("first"), away("nobody"))), ["audio.interrupted"]);
  assert.equal(room.state.calls.get("first")?.state, "answered");
});

test("a fallback that answers has the caller, and every desk stops ringing", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));
  room.play(30, { type: "answer.overdue", call: "first" });

  const step = room.play(35, { type: "fallback.answered", call: "first", target: "tetangga" });
  assert.deepEqual(typesOf(step), ["offer.withdrawn", "call.answered-elsewhere", "alarm.cleared"]);

  const over = room.play(60, { type: "call.hung-up", call: "first" });
  assert.equal(ended(over)?.outcome, "answered_elsewhere");
});

/** The neighbour has the caller. */
function elsewhere(): Room {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"));
  room.play(30, { type: "answer.overdue", call: "first" });
  room.play(35, { type: "fallback.answered", call: "first", target: "tetangga" });
  return room;
}
const fails = (code: number, target = "tetangga"): Input => ({ type: "fallback.failed", call: "first", target, code });

test("a neighbour who hangs up ends the call; a neighbour's line that fails brings the caller back, before all who wait", () => {
  const over = elsewhere().play(60, fails(200));
  assert.deepEqual([ended(over)?.outcome, effectsOf(over, "call.hang-up").length], ["answered_elsewhere", 1]);

  for (const code of [408, 481, 488, 503]) {
    const room = elsewhere();
    const failed = room.play(60, fails(code));
    assert.deepEqual(typesOf(failed), ["call.recalled", "call.offered"]);
    assert.deepEqual(effectsOf(failed, "call.hang-up"), []);
    assert.equal(effectsOf(failed, "prompt.play")[0]?.prompt, "still-waiting");
    const answered = room.play(65, { type: "offer.accepted", call: "first", desk: "meja-1" });
    assert.deepEqual(typesOf(answered), ["call.answered"]);
  }
});

test("a caller who leaves after the neighbour's line failed was answered elsewhere", () => {
  const room = elsewhere();
  room.play(60, fails(408));

  assert.equal(ended(room.play(70, { type: "call.hung-up", call: "first" }))?.outcome, "answered_elsewhere");
});

test("another number that fails while the neighbour has the caller changes nothing", () => {
  const room = elsewhere();

  assert.deepEqual(room.play(36, fails(486, "polres")).events, []);
  assert.deepEqual(room.play(37, fails(200, "polres")).events, []);
  assert.equal(room.state.calls.get("first")?.state, "elsewhere");
});
