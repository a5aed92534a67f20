import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tone } from "../instrument/tone.ts";
import { spokenPrompts } from "../spoken-prompts.ts";
import { VoiceActivity } from "./activity.ts";
import { encode, toLinear } from "./g711.ts";

/** A spoken sentence of some 4 s. */
const sentence = readFileSync(join(spokenPrompts("id"), "recorded-notice.al"));

/** Hears sound (null: nothing comes) for so many ms; returns when (ms) it began and ceased to be a voice. */
function hear(activity: VoiceActivity, bytes: Uint8Array | null, ms: number): number[] {
  const changes: number[] = [];
  for (let frame = 0; frame < ms / 20; frame += 1) {
    const from = bytes === null ? 0 : (frame * 160) % (bytes.length - 160);
    if (activity.hear(bytes?.subarray(from, from + 160) ?? null, "PCMA")) changes.push(frame * 20);
  }
  return changes;
}

/** The sentence at another loudness (dB), with as much white noise under it. */
function spoken(loudness: number, noise = 0): Uint8Array {
  let state = 1;
  const gain = 10 ** (loudness / 20);
  const samples = Int16Array.from(sentence, (byte) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.round(toLinear.PCMA[byte]! * gain + (state / 2 ** 31) * noise);
  });
  return encode(samples, "PCMA");
}

const cadence = (frequency: number, on: number, off: number): Uint8Array => {
  const [sound, pause] = [tone(frequency, on), new Int16Array(off * 8)];
  return encode(Int16Array.from([...sound, ...pause, ...sound, ...pause]), "PCMA");
};

test("a voice is told within a second of its beginning, loud or faint, clean or over noise", () => {
  for (const bytes of [spoken(0), spoken(-20), spoken(0, 1500)]) {
    const [began] = hear(new VoiceActivity(), bytes, 3000);
    assert.ok(began !== undefined && began <= 1100, `${began} ms`);
  }
});

test("a pause between sentences does not end the voice; two seconds of quiet do", () => {
  const activity = new VoiceActivity();
  assert.equal(hear(activity, spoken(0), 2600).length, 1);

  assert.deepEqual(hear(activity, null, 700), []);
  assert.equal(hear(activity, null, 2000).length, 1);
});

test("silence, tones, ringing, busy lines, keys and noise are no voice", () => {
  const noise = spoken(-200, 8000);
  const high = tone(1336, 4000);
  const keys = tone(770, 4000).map((sample, at) => (sample + high[at]!) / 2);
  const sounds: Readonly<Record<string, Uint8Array | null>> = {
    nothing: null,
    silence: spoken(-200),
    "1 kHz": encode(tone(1000, 4000), "PCMA"),
    ringback: cadence(425, 1000, 4000),
    busy: cadence(425, 500, 500),
    congestion: cadence(425, 250, 250),
    keys: encode(keys, "PCMA"),
    noise,
  };
  for (const [name, bytes] of Object.entries(sounds))
    assert.deepEqual(hear(new VoiceActivity(), bytes, 6000), [], name);
});

test("who is no longer listened to is not speaking", () => {
  const activity = new VoiceActivity();
  hear(activity, spoken(0), 2600);

  assert.deepEqual([activity.quieten(), activity.speaking, activity.quieten()], [true, false, false]);
});
