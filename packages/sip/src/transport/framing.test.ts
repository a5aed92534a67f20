import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createFramer } from "./framing.ts";

const message = (body: string): string =>
  `OPTIONS sip:112@192.0.2.1 SIP/2.0\r\nCall-ID: x\r\nl: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test("messages come out whole however the stream is cut", () => {
  const wire = Buffer.from(`\r\n\r\n${message("")}${message("v=0\r\n")}\r\n${message("béta")}`);
  fc.assert(
    fc.property(fc.array(fc.nat(wire.length), { maxLength: 30 }), (cuts) => {
      const framer = createFramer();
      const edges = [0, ...cuts.toSorted((a, b) => a - b), wire.length];
      const taken = edges.slice(1).flatMap((end, at) => {
        const { messages, broken } = framer.take(wire.subarray(edges[at], end));
        assert.equal(broken, false);
        return messages.map((one) => one.toString());
      });
      assert.deepEqual(taken, [message(""), message("v=0\r\n"), message("béta")]);
      assert.equal(framer.pending(), false);
    }),
  );
});

test("a stream without Content-Length, with two, with a huge one or with noise cannot go on", () => {
  for (const text of [
    "OPTIONS sip:a SIP/2.0\r\nCall-ID: x\r\n\r\n",
    "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\nl: 5\r\n\r\n",
    "OPTIONS sip:a SIP/2.0\r\nContent-Length: 99999999\r\n\r\n",
    "OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n",
    "\u0016\u0003\u0001\u0002TLS hello",
    `INVITE ${"a".repeat(70_000)}`,
  ])
    assert.equal(createFramer().take(Buffer.from(text, "latin1")).broken, true, text.slice(0, 60));
});

test("any bytes are taken or refused, never thrown", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), (pieces) => {
      const framer = createFramer();
      for (const piece of pieces) if (framer.take(Buffer.from(piece)).broken) return;
    }),
  );
});
