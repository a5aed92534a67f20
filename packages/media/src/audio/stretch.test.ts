import assert from "node:assert/strict";
import { test } from "node:test";
import { level } from "../instrument/goertzel.ts";
import { tone } from "../instrument/tone.ts";
import { frameSamples } from "./g711.ts";
import { isQuiet, lengthen, shorten, shortenNeeds } from "./stretch.ts";

const into = new Int16Array(frameSamples);

test("a steady sound is shortened and lengthened by 5 to 15 ms without a joint", () => {
  for (const frequency of [110, 200, 425, 700, 1000]) {
    const sound = tone(frequency, 100, 10_000);
    const without = shorten(sound.subarray(0, shortenNeeds), into);
    assert.ok(without >= 40 && without <= 120, `${frequency}: ${without}`);
    assert.ok(Math.abs(into.at(-1)! - sound[frameSamples - 1 + without]!) < 3);
    assert.ok(level(into, frequency) > 8500, `${frequency}`);

    const more = lengthen(sound.subarray(0, frameSamples), into);
    assert.ok(more >= 40 && more <= 120, `${frequency}: ${more}`);
    assert.equal(into[0], sound[0]);
    assert.ok(Math.abs(into.at(-1)! - sound[frameSamples - 1 - more]!) < 3);
    assert.ok(level(into, frequency) > 8500, `${frequency}`);
  }
});

test("a pause may be cut anywhere, noise that repeats nothing nowhere", () => {
  const pause = new Int16Array(shortenNeeds).fill(30);
  const noise = Int16Array.from({ length: shortenNeeds }, (_, at) => ((at * 7919 * (at + 3)) % 20_011) - 10_000);

  assert.equal(isQuiet(pause), true);
  assert.ok(shorten(pause, into) > 0);
  assert.equal(isQuiet(noise), false);
  assert.deepEqual([shorten(noise, into), lengthen(noise, into)], [0, 0]);
});
