import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Input } from "../input.ts";
import { failOpenPolicy } from "../policy.ts";
import { arrival, emptyRoom, readied, serang } from "../rehearsal/room.ts";

const call = "first";
const accept = (desk: string): Input => ({ type: "offer.accepted", call, desk });
const decline = (desk: string): Input => ({ type: "offer.declined", call, desk });

/** What may happen around two desks that reach for the same call. */
const around = fc.constantFrom<Input>(
  accept("meja-1"),
  accept("meja-2"),
  decline("meja-1"),
  decline("meja-2"),
  { type: "offer.lapsed", offer: 1, call },
  { type: "offer.lapsed", offer: 2, call },
  { type: "ringing.outlasted", call },
  { type: "answer.overdue", call },
  { type: "desk.vanished", desk: "meja-1" },
);

const races = fc.record({
  ringAll: fc.boolean(),
  roles: fc.constantFrom(["call-taker", "dispatcher"] as const, ["call-taker", "supervisor"] as const),
  before: fc.array(around, { maxLength: 4 }),
  both: fc.shuffledSubarray([accept("meja-1"), accept("meja-2")], { minLength: 2 }),
  after: fc.array(around, { maxLength: 4 }),
});

test("two desks race for one call a thousand times: one winner, nobody stuck", () => {
  fc.assert(
    fc.property(races, ({ ringAll, roles, before, both, after }) => {
      const room = emptyRoom(ringAll ? failOpenPolicy(serang) : serang);
      room.play(0, ...readied("meja-1", roles[0]), ...readied("meja-2", roles[1]));
      room.play(1, arrival(call));
      for (const input of [...before, ...both, ...after]) room.play(2, input);

      const answers = room.events.filter((event) => event.type === "call.answered");
      const joins = room.effects.filter((effect) => effect.type === "call.join");
      assert.ok(answers.length <= 1, "two desks answered");
      assert.deepEqual(
        joins.map(({ desk }) => desk),
        answers.map(({ desk }) => desk),
      );
      assert.equal(
        room.state.offers.size === 0,
        answers.length === 1 || room.state.calls.get(call)?.state === "queued",
      );
      for (const desk of room.state.desks.values()) {
        const won = answers.some((answer) => answer.desk === desk.desk);
        if (won) assert.equal(desk.state, "on-call");
        else assert.ok(["available", "ringing", "not-ready"].includes(desk.state));
        assert.equal(
          desk.state === "ringing",
          [...room.state.offers.values()].some((offer) => offer.desk === desk.desk),
        );
      }
      if (answers.length === 1) {
        const loser = [...room.state.desks.values()].find((desk) => desk.desk !== answers[0]!.desk)!;
        assert.notEqual(loser.state, "ringing", "the other desk still rings for a call that is taken");
      }
    }),
    { numRuns: 1000 },
  );
});

test("when both desks ring and both answer in the same instant, the first report wins and the second changes nothing", () => {
  const room = emptyRoom(failOpenPolicy(serang));
  room.play(0, ...readied("meja-1"), ...readied("meja-2"));
  room.play(1, arrival(call));

  const won = room.play(2, accept("meja-2"));
  const lost = room.play(2, accept("meja-1"));

  assert.deepEqual(
    won.events.map(({ type }) => type),
    ["offer.withdrawn", "call.answered"],
  );
  assert.deepEqual(lost.events, []);
  assert.deepEqual(lost.effects, []);
  assert.equal(room.state.desks.get("meja-1")?.state, "available");
});
