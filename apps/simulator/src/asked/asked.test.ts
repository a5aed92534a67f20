import assert from "node:assert/strict";
import { test } from "node:test";
import { fileAsked, numbersAsked, percentAsked, policiesAsked, scenariosAsked, seedsAsked } from "./asked.ts";

test("seeds are one number or a range, and any seeds will do", () => {
  assert.deepEqual(seedsAsked("7"), { ok: true, asked: [7] });
  assert.deepEqual(seedsAsked("900000..900002"), { ok: true, asked: [900000, 900001, 900002] });
});

test("whoever asks for what there is not is told what there is", () => {
  for (const [asked, sentence] of [
    [seedsAsked("1000-1039"), /--seeds 1000-1039: give one whole number or first\.\.last/],
    [seedsAsked("5..3"), /the last seed must be 5 or more/],
    [seedsAsked("0..99999"), /at most 10000/],
    [policiesAsked("fifo,lifo"), /--policies lifo: choose from fifo, block3/],
    [scenariosAsked("malam"), /--scenario malam: choose from serang22, .* or all/],
    [fileAsked("/nowhere.json"), /--file \/nowhere\.json: there is no such file/],
    [fileAsked(import.meta.filename), /not JSON/],
    [numbersAsked("operators", "2,two", 1, 200), /--operators 2,two: give whole numbers from 1 to 200/],
    [percentAsked("goal", "120"), /--goal 120: give 0 to 100/],
  ] as const) {
    assert.ok(!asked.ok);
    assert.match(asked.sentences.join("\n"), sentence);
  }
});

test("a policy asked for twice is played once, and all scenarios can be asked for at once", () => {
  assert.deepEqual(policiesAsked("triage,fifo,triage"), { ok: true, asked: ["triage", "fifo"] });
  const all = scenariosAsked("all");
  assert.ok(all.ok && all.asked.length === 13);
});
