import assert from "node:assert/strict";
import { test } from "node:test";
import { level } from "../instrument/goertzel.ts";
import { tone } from "../instrument/tone.ts";
import { Concealment, historySamples } from "./concealment.ts";

/** A voice of one pitch (Hz): pulses through a resonance, 300 ms. */
function vowel(pitch: number): Int16Array {
  const samples = new Int16Array(2400);
  let before = 0;
  let last = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const pulse = Math.floor((at * pitch) / 8000) !== Math.floor(((at - 1) * pitch) / 8000) ? 4000 : 0;
    const next = pulse + 1.6 * last - 0.85 * before;
    [before, last] = [last, next];
    samples[at] = next;
  }
  return samples;
}

function concealed(sound: Int16Array, samples: number): Int16Array {
  const concealment = new Concealment();
  concealment.begin((history) => history.set(sound.subarray(1200 - historySamples, 1200)));
  return Int16Array.from({ length: samples }, () => concealment.next());
}

test("a lost 20 ms of a voice is made up for nearly as it was", () => {
  for (const pitch of [90, 120, 180, 240]) {
    const sound = vowel(pitch);
    const made = concealed(sound, 160);
    let wrong = 0;
    let power = 0;
    for (let at = 0; at < 80; at += 1) {
      wrong += (made[at]! - sound[1200 + at]!) ** 2;
      power += sound[1200 + at]! ** 2;
    }
    assert.ok(wrong < power / 3, `${pitch} Hz: error ${wrong / power}`);
  }
});

test("what is made up fades to silence by 60 ms and stays silent", () => {
  const made = concealed(tone(500, 300, 10_000), 640);

  assert.ok(level(made.subarray(0, 80), 500) > 9000);
  assert.ok(level(made.subarray(240, 320), 500) < 6500);
  assert.ok(made.subarray(480).every((sample) => sample === 0));
});

test("there is no click where the made-up sound begins and where it ends", () => {
  const sound = tone(430, 300, 10_000);
  const steepest = Math.max(...sound.slice(1).map((sample, at) => Math.abs(sample - sound[at]!)));
  const concealment = new Concealment();
  concealment.begin((history) => history.set(sound.subarray(1200 - historySamples, 1200)));
  const whole = [sound[1199]!];
  for (let at = 0; at < 240; at += 1) whole.push(concealment.next());
  for (let at = 0; at < 160; at += 1) whole.push(concealment.blend(sound[1440 + at]!));

  for (let at = 1; at < whole.length; at += 1)
    assert.ok(Math.abs(whole[at]! - whole[at - 1]!) < 2 * steepest, `step at ${at}`);
  assert.equal(concealment.begun, false);
  assert.equal(whole.at(-1), sound[1440 + 159]);
});

test("after silence nothing is made up", () => {
  const concealment = new Concealment();
  concealment.begin((history) => history.fill(0));

  assert.equal(concealment.sounding, false);
  assert.equal(concealment.next(), 0);
  assert.equal(concealment.blend(77), 77);
});
