import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decode, encode, frameSamples, fromLinear, toLinear, type Codec } from "./g711.ts";
import { mix, type Frame } from "./mix.ts";

const frame = fc.record({
  bytes: fc.uint8Array({ minLength: frameSamples, maxLength: frameSamples }),
  codec: fc.constantFrom<Codec>("PCMA", "PCMU"),
});

test("one speaker of the listener's law is passed on byte for byte", () => {
  const bytes = encode(new Int16Array(frameSamples).fill(1234), "PCMA");

  assert.equal(mix([{ bytes, codec: "PCMA" }], "PCMA", new Uint8Array(frameSamples)), bytes);
});

test("the mix is the saturated sum, whatever the order of speakers", () => {
  fc.assert(
    fc.property(
      fc.array(frame, { minLength: 2, maxLength: 5 }),
      fc.constantFrom<Codec>("PCMA", "PCMU"),
      (frames, codec) => {
        const forwards = mix(frames, codec, new Uint8Array(frameSamples)).slice();
        const backwards = mix([...frames].reverse(), codec, new Uint8Array(frameSamples)).slice();
        assert.deepEqual(forwards, backwards);
        for (let at = 0; at < frameSamples; at += 1) {
          const exact = frames.reduce((total, each: Frame) => total + toLinear[each.codec][each.bytes[at]!]!, 0);
          const held = Math.max(-32_768, Math.min(32_767, exact));
          assert.equal(forwards[at], fromLinear[codec][held + 32_768]);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("two loud speakers saturate instead of wrapping round", () => {
  const loud = { bytes: encode(new Int16Array(frameSamples).fill(30_000), "PCMA"), codec: "PCMA" as const };

  assert.equal(decode(mix([loud, loud], "PCMA", new Uint8Array(frameSamples)), "PCMA")[0], 32_256);
});
