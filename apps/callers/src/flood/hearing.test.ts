import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { spokenPrompts } from "@siaga/media";
import { toneBytes } from "@siaga/media/instrument";
import { type Heard, knownPrompts, openEar } from "./hearing.ts";
import { greetings, understood, voices } from "./tones.ts";

const folder = spokenPrompts("id");
const prompts = knownPrompts(folder);
const silence = (ms: number): Buffer => Buffer.alloc(ms * 8, 0xd5);
/** As it is played: the last 20 ms are filled up. */
function spoken(prompt: string): Buffer {
  const bytes = readFileSync(join(folder, `${prompt}.al`));
  return Buffer.concat([bytes, Buffer.alloc((160 - (bytes.length % 160)) % 160, 0xd5)]);
}

/** What an ear makes of sound, 20 ms at a time. */
function hear(sound: Uint8Array): Heard[] {
  const ear = openEar(prompts);
  const heard: Heard[] = [];
  for (let at = 0; at + 160 <= sound.length; at += 160) {
    const one = ear.hear(sound.subarray(at, at + 160));
    if (one !== null) heard.push(one);
  }
  return heard;
}

test("a caller hears which of the ten digits is asked for, each time it is asked, and when the question ends", () => {
  for (let digit = 0; digit <= 9; digit += 1) {
    const question = spoken(`challenge-${digit}`);
    const heard = hear(Buffer.concat([question, silence(1_000), question]));
    assert.deepEqual(
      heard.map((one) => one.type === "asked" && one.digit),
      [`${digit}`, `${digit}`],
    );
    for (const one of heard) assert.ok(one.type === "asked" && one.endsIn < question.length / 8);
  }
});

test("no other announcement, and no sound of a caller, is taken for a question or for an operator", () => {
  for (const prompt of prompts.lengths.keys())
    if (!prompt.startsWith("challenge-")) assert.deepEqual(hear(spoken(prompt)), []);
  for (const voice of Object.values(voices)) if (voice !== null) assert.deepEqual(hear(toneBytes(voice, 1_000)), []);
  assert.deepEqual(hear(silence(2_000)), []);
});

test("an operator who greets, hears the caller and is gone again is noticed, desk by desk", () => {
  for (const [desk, greeting] of greetings.entries()) {
    const conversation = [toneBytes(greeting, 200), toneBytes(understood(greeting), 200), silence(400)];
    assert.deepEqual(hear(Buffer.concat(conversation)), [
      { type: "greeted", desk },
      { type: "understood", desk },
      { type: "left" },
    ]);
  }
});
