import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openAgenda } from "./agenda.ts";

test("everything happens in order of time, and in the order of entry within one instant", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (instants) => {
      const agenda = openAgenda(0);
      const seen: [number, number][] = [];
      for (const [place, instant] of instants.entries()) agenda.at(instant, () => seen.push([agenda.now, place]));
      agenda.run(100);
      assert.deepEqual(
        seen,
        instants.map((instant, place) => [instant, place]).toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!),
      );
    }),
  );
});

test("what is struck out never happens, and what is entered late happens now", () => {
  const agenda = openAgenda(10);
  const seen: string[] = [];
  const struck = agenda.at(20, () => seen.push("struck"));
  agenda.at(15, () => {
    struck.happens = null;
    agenda.at(1, () => seen.push(`late at ${agenda.now}`));
  });
  agenda.run(30);
  assert.deepEqual(seen, ["late at 15"]);
  assert.equal(agenda.now, 30);
});
