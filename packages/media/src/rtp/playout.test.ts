import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { silence } from "../audio/g711.ts";
import type { RtpPacket } from "./packet.ts";
import { Playout } from "./playout.ts";

/** Sound whose every byte tells its place. */
const byteAt = (sample: number): number => (sample * 7) % 211;

function packet(number: number, samples = 160, over: Partial<RtpPacket> = {}): RtpPacket {
  const from = number * samples;
  const payload = Uint8Array.from({ length: samples }, (_, at) => byteAt(from + at));
  return {
    payloadType: 8,
    marker: false,
    sequence: (65_000 + number) & 0xffff,
    timestamp: (4_294_960_000 + from) >>> 0,
    ssrc: 1,
    payload,
    ...over,
  };
}

/** Everything played until the buffer is dry, silence in front left out. */
function playAll(playout: Playout): number[] {
  const played: number[] = [];
  for (let frame = playout.take(); frame !== null; frame = playout.take()) played.push(...frame);
  const start = played.findIndex((byte) => byte !== silence.PCMA);
  return played.slice(start);
}

test("packets of 10 to 60 ms, shuffled within 40 ms and doubled, play in order without a gap", () => {
  fc.assert(
    fc.property(fc.constantFrom(80, 160, 240, 320, 480), fc.boolean(), fc.boolean(), (samples, swapped, doubled) => {
      const playout = new Playout("PCMA");
      const order = swapped && samples <= 160 ? [1, 0, 3, 2] : [0, 1, 2, 3];
      for (const number of order) {
        playout.lay(packet(number, samples), "PCMA");
        if (doubled) playout.lay(packet(number, samples), "PCMA");
      }
      const expected = Array.from({ length: 4 * samples }, (_, at) => byteAt(at));
      const first = expected.findIndex((byte) => byte !== silence.PCMA);
      assert.deepEqual(playAll(playout).slice(0, expected.length - first), expected.slice(first));
    }),
  );
});

test("a lost packet is 20 ms of silence and shifts nothing", () => {
  const playout = new Playout("PCMA");
  for (const number of [0, 2]) playout.lay(packet(number), "PCMA");

  const played = playAll(playout);

  assert.equal(
    played.slice(160, 320).every((byte) => byte === silence.PCMA),
    true,
  );
  assert.equal(played[320], byteAt(320));
});

test("a new stream or a leap in time is played within 40 ms, not waited for", () => {
  for (const over of [{ ssrc: 2 }, { timestamp: 77 }, { timestamp: 2_000_000_000 }]) {
    const playout = new Playout("PCMA");
    for (const number of [0, 1]) playout.lay(packet(number), "PCMA");
    playAll(playout);

    playout.lay(packet(9, 160, over), "PCMA");

    const frames = [playout.take(), playout.take()?.slice()];
    assert.ok(
      frames.some((frame) => frame?.includes(byteAt(9 * 160 + 1))),
      JSON.stringify(over),
    );
  }
});

test("sound that piles up is shortened to the usual delay", () => {
  const playout = new Playout("PCMA");
  let number = 0;
  for (; number < 12; number += 1) playout.lay(packet(number), "PCMA");
  for (; number < 12 + 210; number += 1) {
    playout.take();
    playout.lay(packet(number), "PCMA");
  }
  let backlog = 0;
  while (playout.take() !== null) backlog += 1;

  assert.ok(backlog <= 4, `${backlog} frames`);
});

test("the other law is changed to the leg's own", () => {
  const playout = new Playout("PCMA");
  playout.lay({ ...packet(0), payload: new Uint8Array(160).fill(0x80) }, "PCMU");

  assert.deepEqual([...new Set(playAll(playout))], [0xaa]);
});
