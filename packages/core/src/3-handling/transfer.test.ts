import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../centre.ts";
import type { Input, InputOf } from "../input.ts";
import { arrival, effectsOf, type Room, roomWith, typesOf } from "../rehearsal/room.ts";

/** `first` talks with meja-1. */
function talking(...desks: string[]): Room {
  const room = roomWith("meja-1", ...desks);
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });
  return room;
}
const damkar = { kind: "agency", agency: "damkar" } as const;
const ask = (how: "consult" | "three-way" | "blind", told: Partial<InputOf<"party.requested">> = {}): Input => ({
  type: "party.requested",
  call: "first",
  desk: "meja-1",
  party: "p-1",
  to: damkar,
  how,
  ...told,
});
const answers: Input = { type: "party.answered", party: "p-1" };
const complete: Input = { type: "transfer.completed", call: "first", desk: "meja-1" };
const stateOf = (room: Room): string => room.state.calls.get("first")?.state ?? "gone";
const deskOf = (room: Room, desk = "meja-1"): string => room.state.desks.get(desk)?.state ?? "gone";
const arranged = (room: Room) => effectsOf(room, "call.arrange").at(-1);

test("a consultation: the caller hears the prompt, the agency answers, the operator leaves them together", () => {
  const room = talking();

  assert.deepEqual(typesOf(room.play(20, ask("consult"))), ["call.held", "party.dialled"]);
  room.play(25, answers);
  assert.deepEqual(arranged(room), {
    type: "call.arrange",
    call: "first",
    caller: "held",
    desk: "meja-1",
    parties: [{ leg: "p-1", is: "talking" }],
  });

  assert.deepEqual(typesOf(room.play(30, complete)), ["call.transferred"]);
  assert.equal(arranged(room)?.caller, "joined");
  assert.equal(arranged(room)?.desk, null);
  assert.equal(deskOf(room), "wrap-up");

  room.play(32, { type: "call.classified", call: "first", operator: "op-meja-1", classification: "emergency" });
  assert.equal(deskOf(room), "available");
  const over = room.play(90, { type: "party.ended", party: "p-1", code: 200 });
  assert.deepEqual(typesOf(over), ["party.ended", "call.ended"]);
  assert.deepEqual(
    over.events.map((event) => (event.type === "call.ended" ? event.outcome : null)),
    [null, "answered"],
  );
  assert.equal(effectsOf(over, "call.hang-up").length, 1);
});

for (const [sentence, last] of [
  ["an agency that is busy", { type: "party.ended", party: "p-1", code: 486 }],
  ["an agency that nobody answers", { type: "party.unanswered", party: "p-1" }],
] as const) {
  test(`${sentence} brings the caller back to the same operator, whatever the way`, () => {
    for (const how of ["consult", "blind"] as const) {
      const room = talking();
      room.play(20, ask(how));
      assert.notEqual(arranged(room)?.caller, "joined");

      assert.deepEqual(typesOf(room.play(30, last)), ["party.ended", "call.resumed"]);
      assert.equal(stateOf(room), "answered");
      assert.equal(deskOf(room), "on-call");
      assert.deepEqual(arranged(room)?.caller, "joined");
      assert.deepEqual(arranged(room)?.desk, "meja-1");
    }
  });
}

test("a blind transfer: the caller hears ringing, and the desk is left with the writing once somebody answers", () => {
  const room = talking();
  assert.deepEqual(typesOf(room.play(20, ask("blind"))), ["party.dialled", "call.transferring"]);
  assert.equal(arranged(room)?.caller, "ringing");
  assert.equal(deskOf(room), "on-call");

  assert.deepEqual(typesOf(room.play(24, answers)), ["party.answered", "call.transferred"]);
  assert.equal(deskOf(room), "wrap-up");
});

test("a transfer that fails when the desk is gone puts the caller first in the queue", () => {
  const room = talking("meja-2");
  room.play(20, ask("blind"), { type: "desk.vanished", desk: "meja-1" });
  room.play(21, arrival("other"), { type: "offer.declined", call: "other", desk: "meja-2" });

  const failed = room.play(30, { type: "party.ended", party: "p-1", code: 486 });

  assert.ok(typesOf(failed).includes("call.recalled"));
  assert.deepEqual(room.state.waiting, ["first", "other"]);
  assert.equal(effectsOf(failed, "prompt.play").at(-1)?.prompt, "still-waiting");
  assert.equal(deskOf(room), "not-ready");
});

test("a caller who was recalled and is answered by a colleague has one outcome, answered", () => {
  const room = talking("meja-2");
  room.play(20, ask("blind"), { type: "desk.vanished", desk: "meja-1" });
  room.play(30, { type: "party.ended", party: "p-1", code: 486 });
  const taken = room.play(35, { type: "offer.accepted", call: "first", desk: "meja-2" });
  assert.deepEqual(typesOf(taken), ["call.retaken"]);

  const over = room.play(60, { type: "call.hung-up", call: "first" });
  assert.equal(over.events.find((event) => event.type === "call.ended")?.outcome, "answered");
  assert.equal(deskOf(room, "meja-2"), "wrap-up");
});

test("a conversation of three goes on when the operator leaves, and the operator may come back", () => {
  const room = talking();
  room.play(20, ask("three-way"), answers);
  assert.equal(stateOf(room), "answered");
  room.play(22, ask("three-way", { party: "p-2", to: { kind: "agency", agency: "dinkes" } }));
  room.play(25, { type: "party.answered", party: "p-2" });
  assert.equal(arranged(room)?.parties.length, 2);

  room.play(30, complete);
  assert.equal(stateOf(room), "transferred");
  room.play(40, { type: "return.requested", call: "first", desk: "meja-1" });
  assert.equal(stateOf(room), "answered");
  assert.equal(deskOf(room), "on-call");

  room.play(50, { type: "party.released", party: "p-1", desk: "meja-1" });
  assert.equal(stateOf(room), "answered");
  const over = room.play(60, { type: "call.released", call: "first", desk: "meja-1" });
  assert.deepEqual(typesOf(over), ["party.ended", "call.ended"]);
  assert.equal(effectsOf(over, "party.hang-up").length, 1);
});

test("between caller and agency: one hears the prompt while the other is spoken to, until all hear one another", () => {
  const room = talking();
  room.play(20, ask("consult"), answers);

  room.play(25, { type: "hold.ended", call: "first", desk: "meja-1" });
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["joined", "held"]);
  room.play(26, { type: "hold.requested", call: "first", desk: "meja-1" });
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["held", "talking"]);
  room.play(27, { type: "conference.requested", call: "first", desk: "meja-1" });
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["joined", "talking"]);
});

test("the key that ends a consultation never hangs up the waiting caller", () => {
  for (const how of ["consult", "blind"] as const) {
    const room = talking();
    room.play(20, ask(how));
    const ended = room.play(25, { type: "call.released", call: "first", desk: "meja-1" });
    assert.deepEqual(typesOf(ended), ["party.ended", "call.resumed"]);
    assert.deepEqual(effectsOf(ended, "call.hang-up"), []);
    assert.equal(effectsOf(ended, "party.hang-up").length, 1);
    assert.equal(stateOf(room), "answered");
  }
});

test("a caller held for a minute rings back at the operator, and goes to the queue where the desk is gone", () => {
  const room = talking("meja-2");
  room.play(20, { type: "hold.requested", call: "first", desk: "meja-1" });

  // A millisecond early, as timers are now and then: the caller is not forgotten for that.
  const reminded = room.play(79.999, { type: "hold.outlasted", call: "first" });
  assert.deepEqual(typesOf(reminded), ["hold.outlasted"]);
  assert.deepEqual(effectsOf(reminded, "operator.remind"), [
    { type: "operator.remind", desk: "meja-1", call: "first" },
  ]);
  room.play(90, { type: "desk.vanished", desk: "meja-1" });
  const recalled = room.play(140, { type: "hold.outlasted", call: "first" });
  assert.deepEqual(typesOf(recalled), ["call.recalled", "alarm.cleared", "call.offered"]);
});

const gone: Input = { type: "desk.vanished", desk: "meja-1" };

test("an operator who went back to the caller during a consultation is lost: both hear the prompt, and go on when the desk is back", () => {
  const room = talking();
  room.play(20, ask("consult"), answers, { type: "hold.ended", call: "first", desk: "meja-1" });

  assert.deepEqual(typesOf(room.play(25, gone)), ["desk.vanished", "alarm.raised", "call.held"]);
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["held", "held"]);

  const back = room.play(30, { type: "desk.connected", desk: "meja-1" });
  assert.deepEqual(typesOf(back), ["desk.connected", "alarm.cleared", "call.resumed"]);
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["joined", "held"]);
});

test("a caller who speaks with an agency too is left with it when the desk is lost, and waits for nobody once it hangs up", () => {
  const room = talking("meja-2");
  room.play(20, ask("three-way"), answers);

  assert.deepEqual(typesOf(room.play(25, gone)), ["desk.vanished", "alarm.raised"]);
  assert.equal(stateOf(room), "answered");

  const soon = room.play(30, { type: "party.ended", party: "p-1", code: 200 });
  assert.deepEqual(typesOf(soon), ["party.ended", "call.held"]);
  const room2 = talking("meja-2");
  room2.play(20, ask("three-way"), answers);
  room2.play(25, gone);
  const late = room2.play(90, { type: "party.ended", party: "p-1", code: 200 });
  assert.deepEqual(typesOf(late), ["party.ended", "call.recalled", "alarm.cleared", "call.offered"]);
});

test("an agency that was to join answers while the desk is lost: the caller speaks with it", () => {
  const room = talking();
  room.play(20, ask("three-way"), gone);
  assert.equal(stateOf(room), "held");

  assert.deepEqual(typesOf(room.play(24, answers)), ["party.answered", "call.resumed"]);
  assert.deepEqual([arranged(room)?.caller, arranged(room)?.parties[0]?.is], ["joined", "talking"]);
});

test("a colleague whose desk is lost is nobody to be left with", () => {
  const room = talking("meja-2");
  room.play(20, ask("three-way", { to: { kind: "desk", desk: "meja-2" } }));
  room.play(22, { type: "offer.accepted", call: "first", desk: "meja-2" });
  room.play(25, { type: "desk.vanished", desk: "meja-2" });
  assert.equal(stateOf(room), "answered", "the operator is still there");

  const left = room.play(30, complete);
  assert.deepEqual(typesOf(left), ["call.transferred", "call.retaken", "call.held"]);
  assert.deepEqual(typesOf(room.play(32, { type: "desk.connected", desk: "meja-2" })).slice(-1), ["call.resumed"]);
});

test("a colleague is asked, hears the operator first, and has the call once the operator leaves", () => {
  const room = talking("meja-2");
  const toColleague = { to: { kind: "desk", desk: "meja-2" } } as const;
  const asked = room.play(20, ask("consult", toColleague));
  assert.equal(effectsOf(asked, "operator.ring")[0]?.desk, "meja-2");

  room.play(22, { type: "offer.accepted", call: "first", desk: "meja-2" });
  assert.deepEqual([deskOf(room), deskOf(room, "meja-2")], ["on-call", "on-call"]);
  assert.deepEqual(arranged(room)?.parties, [{ leg: "meja-2", is: "talking" }]);

  room.play(30, complete);
  assert.deepEqual([deskOf(room), deskOf(room, "meja-2"), stateOf(room)], ["wrap-up", "on-call", "answered"]);
  assert.equal(arranged(room)?.desk, "meja-2");
  assert.deepEqual(arranged(room)?.parties, []);
});

test("a colleague who declines or lets it ring gives the caller back", () => {
  for (const answer of [
    { type: "offer.declined", call: "first", desk: "meja-2" },
    { type: "offer.lapsed", call: "first", offer: 2 },
    { type: "desk.vanished", desk: "meja-2" },
  ] as const) {
    const room = talking("meja-2");
    room.play(20, ask("blind", { to: { kind: "desk", desk: "meja-2" } }));
    room.play(25, answer);
    assert.deepEqual([stateOf(room), deskOf(room)], ["answered", "on-call"], answer.type);
  }
});

test("a key pressed twice dials once, and a busy colleague is not asked", () => {
  const room = talking();
  room.play(20, ask("consult"));
  assert.deepEqual(refusalOf(room.state, ask("consult", { party: "p-2" })), { code: "same-party" });
  assert.deepEqual(refusalOf(room.state, ask("consult", { party: "p-2", to: { kind: "desk", desk: "meja-1" } })), {
    code: "desk-busy",
  });
});
