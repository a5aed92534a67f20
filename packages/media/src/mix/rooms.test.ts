import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Leg } from "../leg/leg.ts";
import { Rooms } from "./rooms.ts";
import { seatFor, type Relation, type Seat } from "./seat.ts";

const names = ["a", "b", "c", "d"];
const counts = { received: 0, sent: 0, lost: 0, jitterMs: 0, quality: null };
const nothing = (): void => undefined;
const silentLeg = (id: string): Leg => ({
  id,
  kind: "trunk",
  codec: "PCMA",
  counts,
  use: nothing,
  take: () => null,
  send: nothing,
  watch: nothing,
  close: nothing,
});
const heard = (seat: Seat): string[] => seat.audible.map(({ leg }) => leg.id).sort();

test("one hears another exactly when both agree to it, through any joining and parting", () => {
  const list = fc.oneof(fc.constant<"all">("all"), fc.subarray(names));
  const step = fc.record({ leg: fc.nat(3), room: fc.constantFrom("x", "y", null), hears: list, heardBy: list });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const rooms = new Rooms();
      const seats = names.map((name) => seatFor(silentLeg(name)));
      for (const { leg, room, hears, heardBy } of steps)
        if (room === null) rooms.part(seats[leg]!);
        else rooms.join(room, seats[leg]!, { hears, heardBy });
      const allows = (list: Relation["hears"], name: string): boolean => list === "all" || list.includes(name);
      for (const listener of seats) {
        const expected = seats.filter(
          (speaker) =>
            speaker !== listener &&
            speaker.room !== null &&
            speaker.room === listener.room &&
            allows(listener.relation.hears, speaker.leg.id) &&
            allows(speaker.relation.heardBy, listener.leg.id),
        );
        assert.deepEqual(heard(listener), expected.map(({ leg }) => leg.id).sort());
      }
      assert.equal(rooms.count, new Set(seats.map(({ room }) => room).filter((room) => room !== null)).size);
    }),
  );
});
