import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { laneServed, reservationFor } from "./reservation.ts";

const parameters = triageDefaults.reservation;
const kept = (operators: number) => {
  const { claim, waiting, waitingCap } = reservationFor(operators, parameters);
  return [claim, waiting, waitingCap];
};

test("of three operators express needs one idle, claims two, the waiting lane all three, one of them at a time", () => {
  assert.deepEqual(kept(3), [1, 2, 1]);
});

test("with one operator nobody can be kept free", () => {
  assert.deepEqual(kept(1), [0, 0, Number.POSITIVE_INFINITY]);
});

test("for any number of operators every lane can be served by an idle room, and express whenever one is idle", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (operators) => {
      const reservation = reservationFor(operators, parameters);
      const room = { operators, supervisorsIdle: false, surge: true, waitingInHand: 0, reservation };
      assert.ok(reservation.claim <= reservation.waiting && reservation.waiting < operators);
      assert.ok(laneServed("express", false, { ...room, idle: 1 }));
      for (const lane of ["claim", "waiting"] as const)
        assert.ok(laneServed(lane, false, { ...room, idle: operators }));
    }),
  );
});

test("on a calm day every lane is served by whoever is idle", () => {
  const reservation = reservationFor(3, parameters);
  const room = { operators: 3, idle: 1, supervisorsIdle: false, surge: false, waitingInHand: 3, reservation };
  for (const lane of ["express", "claim", "waiting"] as const) assert.ok(laneServed(lane, false, room));
});
