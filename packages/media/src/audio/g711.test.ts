import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decode, encode, fromLinear, toLinear, transcode, type Codec } from "./g711.ts";

const codecs: readonly Codec[] = ["PCMA", "PCMU"];

test("decoding gives the values of ITU-T G.711 tables 1 and 2", () => {
  const known: readonly [Codec, number, number][] = [
    ["PCMA", 0xd5, 8],
    ["PCMA", 0x55, -8],
    ["PCMA", 0xaa, 32_256],
    ["PCMA", 0x2a, -32_256],
    ["PCMA", 0x80, 5_504],
    ["PCMU", 0xff, 0],
    ["PCMU", 0x7f, 0],
    ["PCMU", 0x80, 32_124],
    ["PCMU", 0x00, -32_124],
  ];

  for (const [codec, byte, sample] of known)
    assert.equal(toLinear[codec][byte], sample, `${codec} ${byte.toString(16)}`);
});

test("the digital milliwatt of ITU-T G.711 is a 1 kHz wave in both laws", () => {
  const alaw = decode(Uint8Array.of(0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4), "PCMA");
  const ulaw = decode(Uint8Array.of(0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e), "PCMU");

  assert.deepEqual([...alaw], [-8960, -20_992, -20_992, -8960, 8960, 20_992, 20_992, 8960]);
  assert.deepEqual([...ulaw], [-8828, -20_860, -20_860, -8828, 8828, 20_860, 20_860, 8828]);
});

test("every byte survives decoding and encoding, but for the second zero of µ-law", () => {
  for (const codec of codecs) {
    for (let byte = 0; byte < 256; byte += 1) {
      const again = fromLinear[codec][toLinear[codec][byte]! + 32_768];
      assert.equal(again, codec === "PCMU" && byte === 0x7f ? 0xff : byte, `${codec} ${byte}`);
    }
  }
});

test("no sample is bent by more than half a step of its segment", () => {
  fc.assert(
    fc.property(fc.integer({ min: -32_768, max: 32_767 }), fc.constantFrom(...codecs), (sample, codec) => {
      const [heard] = decode(encode(Int16Array.of(sample), codec), codec);
      assert.ok(Math.abs(heard! - sample) <= Math.max(16, Math.abs(sample) / 30 + 4), `${codec} ${sample} → ${heard}`);
    }),
  );
});

test("changing the law keeps the sound", () => {
  const wave = Int16Array.from({ length: 160 }, (_, at) => Math.round(10_000 * Math.sin(at / 5)));
  const into = new Uint8Array(160);

  transcode(encode(wave, "PCMU"), "PCMU", into, "PCMA");

  decode(into, "PCMA").forEach((sample, at) => assert.ok(Math.abs(sample - wave[at]!) < 700));
});
