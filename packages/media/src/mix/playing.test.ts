import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { silence } from "../audio/g711.ts";
import { Playing } from "./playing.ts";
import { Prompts } from "./prompts.ts";

const prompt = (byte: number, samples: number): Uint8Array => new Uint8Array(samples).fill(byte);
const played = (playing: Playing, most: number): number[] => {
  const bytes: number[] = [];
  for (let frame = playing.take(); frame !== null && bytes.length < most; frame = playing.take())
    bytes.push(...frame.bytes);
  return bytes;
};

test("prompts follow one another, the last frame of each filled with silence", () => {
  const bytes = played(new Playing("notice", [prompt(1, 200), prompt(2, 160)], false), 10_000);

  assert.deepEqual(bytes, [...prompt(1, 200), ...prompt(silence.PCMA, 120), ...prompt(2, 160)]);
});

test("a loop goes round, and a loop of nothing ends", () => {
  assert.equal(played(new Playing("hold", [prompt(1, 160), prompt(2, 160)], true), 1600).length, 1600);
  assert.equal(new Playing("hold", [], true).take(), null);
  assert.equal(new Playing("hold", [prompt(1, 0)], true).take(), null);
});

test("every prompt the centre may name has been spoken, and the notices are short", () => {
  const folder = join(import.meta.dirname, "../../prompts/id");
  const questions = Array.from({ length: 10 }, (_, digit) => `challenge-${digit}`);
  const notices = ["welcome-wait", "recorded-notice", "still-waiting", "on-hold", "all-busy", "connecting", "ringback"];
  const names = [...notices, ...questions, "bulletin", "parked"];
  assert.deepEqual(readdirSync(folder).sort(), names.map((name) => `${name}.al`).sort());

  const prompts = new Prompts(folder);

  for (const name of names) assert.equal(prompts.find([name]).length, 1);
  const seconds = (name: string): number => prompts.find([name])[0]!.length / 8000;
  for (const name of ["recorded-notice", "bulletin", "parked"]) assert.ok(seconds(name) <= 6, name);
  for (const name of questions) assert.ok(seconds(name) > 1 && seconds(name) <= 2.5, `${name}: ${seconds(name)} s`);
  assert.deepEqual(prompts.find(["no-such-prompt"]), []);
});

test("what goes round and round is a pastime after six seconds, a question never is", () => {
  const [hold, question] = [true, false].map((loop) => new Playing("it", [prompt(1, 80_000)], loop));
  for (let frame = 0; frame < 299; frame += 1) for (const playing of [hold!, question!]) playing.take();
  assert.equal(hold!.isPastime, false);
  for (const playing of [hold!, question!]) playing.take();
  assert.deepEqual([hold!.isPastime, question!.isPastime], [true, false]);
});
