import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openFraming } from "./framing.ts";

test("however a stream is cut, the same lines come out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", " "))),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (lines, cuts) => {
        const stream = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const framing = openFraming();
        const out: string[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          out.push(...(framing(stream.subarray(at, at + size)) ?? []));
          at += size;
        }
        assert.deepEqual(out, lines);
      },
    ),
  );
});

test("a line that never ends is given up", () => {
  const framing = openFraming(10);
  assert.deepEqual(framing(Buffer.from("12345")), []);
  assert.equal(framing(Buffer.from("678901")), null);
});
