import assert from "node:assert/strict";
import { test } from "node:test";
import { toneBytes } from "../instrument/tone.ts";
import { VoiceActivity } from "./activity.ts";
import { silentFrame } from "./g711.ts";

const loud = toneBytes(440, 20);

function feed(activity: VoiceActivity, bytes: Uint8Array | null, frames: number): number {
  for (let frame = 1; frame <= frames; frame += 1) if (activity.hear(bytes, "PCMA")) return frame;
  return 0;
}

test("sound is reported after 60 ms and quiet after 600 ms", () => {
  const activity = new VoiceActivity();

  assert.equal(feed(activity, loud, 10), 3);
  assert.equal(feed(activity, silentFrame.PCMA, 100), 30);
});

test("a short pause between words does not end the speech", () => {
  const activity = new VoiceActivity();
  feed(activity, loud, 3);

  assert.equal(feed(activity, silentFrame.PCMA, 20), 0);
  assert.equal(feed(activity, loud, 5), 0);
  assert.equal(feed(activity, null, 20), 0);
  assert.equal(activity.speaking, true);
});

test("a click is not speech", () => {
  const activity = new VoiceActivity();

  assert.equal(feed(activity, loud, 2), 0);
  assert.equal(feed(activity, silentFrame.PCMA, 100), 0);
});
