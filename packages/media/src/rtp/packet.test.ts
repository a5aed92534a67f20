import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseRtp, writeRtpHeader } from "./packet.ts";
import { readReports } from "./rtcp.ts";
import { Reception } from "./reception.ts";

const field = {
  payloadType: fc.constantFrom(0, 8, 96, 101),
  marker: fc.boolean(),
  sequence: fc.nat(0xffff),
  timestamp: fc.nat(0xffff_ffff),
  ssrc: fc.nat(0xffff_ffff),
};

test("what is written is read back", () => {
  fc.assert(
    fc.property(fc.record(field, { noNullPrototype: true }), fc.uint8Array({ maxLength: 480 }), (header, payload) => {
      const datagram = Buffer.alloc(12 + payload.length);
      writeRtpHeader(datagram, header);
      datagram.set(payload, 12);
      const { payload: read, ...rest } = parseRtp(datagram)!;
      assert.deepEqual(rest, header);
      assert.deepEqual([...read], [...payload]);
    }),
  );
});

test("sources, extensions and padding are not taken for sound", () => {
  const payload = [1, 2, 3, 4];
  const fixed = [8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
  const sources = Buffer.from([0x82, ...fixed, 9, 9, 9, 9, 9, 9, 9, 9, ...payload]);
  const extension = Buffer.from([0x90, ...fixed, 0xbe, 0xde, 0, 1, 7, 7, 7, 7, ...payload]);
  const padding = Buffer.from([0xa0, ...fixed, ...payload, 0, 0, 3]);

  for (const datagram of [sources, extension, padding]) assert.deepEqual([...parseRtp(datagram)!.payload], payload);
});

test("no datagram whatever makes the readers throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, versioned) => {
      const datagram = Buffer.from(bytes);
      if (versioned && datagram.length > 0) datagram[0] = 0x80 | (datagram[0]! & 0x3f);
      const packet = parseRtp(datagram);
      assert.ok(packet === null || packet.payload.length <= datagram.length - 12);
      readReports(datagram, 0);
    }),
    { numRuns: 1000 },
  );
});

test("losses are counted over a wrapped sequence and a changed stream, and told in 256ths", () => {
  const reception = new Reception();
  const count = (sequence: number, ssrc = 1): boolean =>
    reception.count(
      { payloadType: 8, marker: false, sequence, timestamp: sequence * 160, ssrc, payload: new Uint8Array(160) },
      sequence * 20,
    );

  for (const sequence of [65_533, 65_534, 0, 1]) count(sequence);
  assert.equal(reception.lost, 1);
  assert.deepEqual([count(0), reception.doubled, reception.received], [false, 1, 4]);
  assert.equal(reception.takeFraction(), Math.floor(256 / 5));
  count(100, 2);
  count(102, 2);
  assert.deepEqual([reception.lost, reception.received], [2, 6]);
});

test("a peer that numbers anew under its SSRC is a new stream with its second packet; a single straggler is none (RFC 3550 A.1)", () => {
  for (const [from, to] of [
    [6000, 0],
    [0, 60_000],
    [100, 40_000],
  ] as const) {
    const reception = new Reception();
    const count = (sequence: number): readonly [boolean, boolean] => {
      const packet = { payloadType: 8, marker: false, sequence, timestamp: 0, ssrc: 1, payload: new Uint8Array(160) };
      return [reception.count(packet, 0), reception.began];
    };

    assert.deepEqual(count(from - 2), [true, true]);
    assert.deepEqual(count(from), [true, false], "one is lost");
    assert.deepEqual(count(to + 9), [false, false], "a straggler");
    assert.deepEqual(count(from + 1), [true, false]);
    assert.deepEqual(count(to + 10), [false, false], "what follows it is not in a row with it");
    assert.deepEqual(count(to), [false, false]);
    assert.deepEqual(count(to), [false, false], "the same again");
    assert.deepEqual(count(to + 1), [true, true]);
    assert.deepEqual([count(to + 2), count(to + 4)].flat(), [true, false, true, false]);
    assert.deepEqual([reception.received, reception.lost, reception.doubled], [6, 2, 0]);
  }
});
