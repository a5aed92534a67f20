import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRtp, type RtpPacket } from "../rtp/packet.ts";
import { RtpSender } from "./sender.ts";

/** Sends ticks of sound whose every byte tells its place; returns what leaves. */
function packetsOf(ms: number, ticks: readonly number[], payloadTypes = ticks.map(() => 8)): RtpPacket[] {
  const left: RtpPacket[] = [];
  const socket = { send: (datagram: Buffer) => left.push(parseRtp(Buffer.from(datagram))!) };
  const sender = new RtpSender();
  sender.pack(ms);
  for (const [at, tick] of ticks.entries()) {
    const bytes = Uint8Array.from({ length: 160 }, (_, sample) => (tick * 160 + sample) % 251);
    sender.send(socket, { address: "192.0.2.1", port: 4000 }, payloadTypes[at]!, bytes, tick * 160);
  }
  return left;
}

const ticks = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);

test("sound leaves in packets as long as the peer asked for, whole and in order", () => {
  for (const ms of [10, 15, 20, 30, 40, 60]) {
    const packets = packetsOf(ms, ticks(0, 30));
    const [first] = packets;

    assert.equal(packets.length, Math.floor(600 / ms), `${ms}`);
    for (const [at, packet] of packets.entries()) {
      assert.equal(packet.payload.length, ms * 8);
      assert.equal((packet.timestamp - first!.timestamp) >>> 0, at * ms * 8);
      assert.equal((packet.sequence - first!.sequence) & 0xffff, at);
      assert.equal(packet.marker, at === 0);
      assert.ok(
        packet.payload.every((byte, sample) => byte === (at * ms * 8 + sample) % 251),
        `${ms}`,
      );
    }
  }
});

test("after a pause sound begins with a new packet and the marker, on the clock that went on", () => {
  const packets = packetsOf(30, [...ticks(0, 4), ...ticks(100, 3)]);
  const after = packets.find((packet, at) => at > 0 && packet.marker)!;

  assert.equal((after.timestamp - packets[0]!.timestamp) >>> 0, 100 * 160);
  assert.equal(after.payload[0], (100 * 160) % 251);
});

test("a packet holds one law only", () => {
  const packets = packetsOf(60, ticks(0, 9), [8, 8, 8, 8, 0, 0, 0, 0, 0]);

  assert.deepEqual(
    packets.map(({ payloadType }) => payloadType),
    [8, 0],
  );
  assert.equal(packets[1]!.payload[0], (4 * 160) % 251);
});
