import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { spokenPrompts } from "../spoken-prompts.ts";
import { encode, toLinear } from "./g711.ts";
import { PromptEcho } from "./prompt-echo.ts";

const spoken = (name: string): Float64Array =>
  Float64Array.from(readFileSync(join(spokenPrompts("id"), `${name}.al`)), (byte) => toLinear.PCMA[byte]!);
const quiet = (ms: number): Float64Array => new Float64Array(ms * 8);
const joined = (...parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => [...part]));
const asLaw = (sound: Float64Array): Uint8Array => encode(Int16Array.from(sound, Math.round), "PCMA");

/** A question of 1.5 s, a pause of 1.5 s, and the question again. */
const question = joined(spoken("challenge-7"), quiet(1500), spoken("challenge-7"), quiet(500));

/** The question as it comes back. */
const returned = (decibels: number, late: number): Float64Array =>
  question.map((_, at) => (question[at - late * 8] ?? 0) * 10 ** (-decibels / 20));

/** Frames that are let through, of those from `from` to `to` ms. */
function passed(came: Float64Array, from: number, to: number): number {
  const [sent, back] = [asLaw(question), asLaw(came)];
  const echo = new PromptEcho();
  let count = 0;
  for (let at = 0; at + 160 <= back.length; at += 160) {
    const before = at === 0 ? null : sent.subarray(at - 160, at);
    echo.send(before !== null && before.some((byte) => byte !== 0xd5) ? before : null);
    const withheld = echo.withholds({ bytes: back.subarray(at, at + 160), codec: "PCMA" }, at / 8);
    if (!withheld && at >= from * 8 && at < to * 8) count += 1;
  }
  return count;
}

test("a question that comes back is withheld, near or late, loud or faint, the first time and the second", () => {
  for (const decibels of [6, 10, 20, 30])
    for (const late of [0, 40, 130, 300, 500]) {
      const [first, second] = [passed(returned(decibels, late), 0, 2000), passed(returned(decibels, late), 3000, 5000)];
      const sounding = 75;
      assert.ok(
        first - 25 < sounding * 0.2 && second - 25 < sounding * 0.2,
        `${decibels} dB ${late} ms: ${first} ${second}`,
      );
    }
});

test("a telephone that returns nothing is listened to from the first second of the first question on", () => {
  assert.equal(passed(quiet(5000), 1000, 5000), 200);
});

test("a word said over the question's echo is let through, as is one said in the pause", () => {
  const word = spoken("welcome-wait").subarray(2000, 5200);
  for (const at of [1800, 3300]) {
    const came = returned(15, 120);
    for (const [sample, value] of word.entries()) came[at * 8 + sample] = came[at * 8 + sample]! + value;
    const without = passed(returned(15, 120), at, at + 400);
    assert.ok(passed(came, at, at + 400) >= 12, `${at} ms, ${without} without`);
  }
});

test("a frame that is missing is no echo and harms nothing", () => {
  const echo = new PromptEcho();
  assert.equal(echo.withholds(null, 0), false);
  echo.send(asLaw(question).subarray(0, 160));
  assert.equal(echo.withholds(null, 0), true);
});

/** Frames let through of a question put again after ten seconds of waiting in which nobody listened, `word` said over it. */
function passedAfterWaiting(word: Float64Array): { readonly asked: number; readonly after: number } {
  const wait = joined(spoken("still-waiting"), spoken("still-waiting")).subarray(0, 80_000);
  const all = joined(question, wait, spoken("challenge-3"), quiet(1500));
  const [from, until] = [question.length, question.length + wait.length];
  const came = all.map((_, at) => (all[at - 960] ?? 0) * 0.18 + (word[at - until - 3200] ?? 0));
  const [sent, back] = [asLaw(all), asLaw(came)];
  const echo = new PromptEcho();
  const count = { asked: 0, after: 0 };
  for (let at = 160; at + 160 <= back.length; at += 160) {
    const before = sent.subarray(at - 160, at);
    echo.send(before.some((byte) => byte !== 0xd5) ? before : null);
    const frame = { bytes: back.subarray(at, at + 160), codec: "PCMA" } as const;
    if (at >= from && at < until) echo.rest(frame, at / 8);
    else if (!echo.withholds(frame, at / 8) && at >= until) count[at < until + 12_000 ? "asked" : "after"] += 1;
  }
  return count;
}

test("after a wait in which nobody listened the echo of it and of the next question is withheld, a word over it is not", () => {
  const without = passedAfterWaiting(quiet(20)).asked;
  const spokenOver = passedAfterWaiting(spoken("welcome-wait").subarray(2000, 6800)).asked;

  assert.ok(without < 15, `${without} of the echo`);
  assert.ok(spokenOver >= without + 12, `${spokenOver} with a word, ${without} without`);
});
