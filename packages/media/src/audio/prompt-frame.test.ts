import assert from "node:assert/strict";
import { test } from "node:test";
import { frameSamples, silence } from "./g711.ts";
import { framesOf } from "./prompt-frame.ts";

test("a prompt is cut into frames once, for all who hear it", () => {
  const prompt = new Uint8Array(3 * frameSamples).fill(silence.PCMA).fill(0x12, frameSamples, 2 * frameSamples);

  const frames = framesOf(prompt);

  assert.deepEqual(
    frames.map(({ sounds }) => sounds),
    [false, true, false],
  );
  assert.equal(framesOf(prompt), frames);
  assert.equal(frames[1]!.powers, frames[1]!.powers);
});
