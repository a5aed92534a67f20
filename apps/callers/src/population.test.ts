import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, population, speechOf } from "./population.ts";

test("every caller who has words has a spoken file that fits a call", () => {
  for (const caller of population()) {
    const speech = speechOf(caller);
    assert.equal(speech === null, caller.text === null, caller.id);
    if (speech) assert.ok(speech.length > 8_000 && speech.length < 120_000, `${caller.id}: ${speech.length} bytes`);
  }
});

test("callers are drawn in proportion to their weight", () => {
  const callers = population();
  const total = callers.reduce((sum, { weight }) => sum + weight, 0);
  const counts = new Map<string, number>();
  for (let step = 0; step < total; step++) {
    const { id } = draw(callers, (step + 0.5) / total);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  for (const { id, weight } of callers) assert.equal(counts.get(id), weight, id);
});

test("real emergencies are few among the calls, as in the field", () => {
  const callers = population();
  const weight = (ids: readonly string[]): number =>
    callers.filter(({ id }) => ids.includes(id)).reduce((sum, caller) => sum + caller.weight, 0);
  assert.ok(weight(["kebakaran", "kecelakaan", "pohon"]) < weight(["hening", "iseng", "anak"]));
});
