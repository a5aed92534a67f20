import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { soundKey } from "../audio/dual-tone.ts";
import { decode } from "../audio/g711.ts";
import { level } from "../instrument/goertzel.ts";
import { DigitReceiver, type Digit } from "./digits.ts";
import { DigitSender, type EventPacket } from "./digit-sender.ts";

/** Every event packet a sender makes, with the time (ms) it leaves. */
function send(digits: string): (EventPacket & { readonly at: number })[] {
  const sender = new DigitSender();
  sender.press(digits);
  const packets: (EventPacket & { readonly at: number })[] = [];
  for (let tick = 0; sender.busy; tick += 1) {
    const { packet } = sender.next(5000 + tick * 160)!;
    if (packet !== null) packets.push({ ...packet, at: tick * 20 });
  }
  return packets;
}

test("a key is one marked packet, updates every 20 ms and three ends, all of one timestamp (RFC 4733 §2.5.1)", () => {
  const packets = send("5");
  const durations = packets.map(({ payload }) => (payload[2]! << 8) | payload[3]!);

  assert.deepEqual(durations, [160, 320, 480, 640, 800, 960, 960, 960]);
  assert.deepEqual(packets.map(({ marker }) => marker).indexOf(true, 1), -1);
  assert.equal(packets[0]!.marker, true);
  assert.deepEqual(
    packets.map(({ payload }) => payload[1]! >> 7),
    [0, 0, 0, 0, 0, 1, 1, 1],
  );
  assert.deepEqual([...new Set(packets.map(({ timestamp }) => timestamp))], [5000]);
});

test("whatever keys are sent and whichever packets but one of each are lost, the same keys are received", () => {
  const keys = fc.string({ unit: fc.constantFrom(..."0123456789*#ABCD"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(keys, fc.infiniteStream(fc.boolean()), (digits, chance) => {
      const receiver = new DigitReceiver();
      const told: Digit[] = [];
      const packets = send(digits);
      const kept = new Set(packets.map(({ timestamp }) => packets.findLast((each) => each.timestamp === timestamp)!));
      for (const packet of packets) {
        const lost = chance.next().value;
        if (lost && !kept.has(packet)) continue;
        told.push(
          ...receiver.receive({ payloadType: 101, sequence: 0, ssrc: 1, ...packet }, packet.at),
          ...receiver.overdue(packet.at),
        );
      }
      assert.equal(told.map(({ digit }) => digit).join(""), digits);
      assert.ok(told.every(({ duration }) => duration === 120));
    }),
  );
});

test("what is no key is left out, and keys pressed meanwhile wait their turn", () => {
  const sender = new DigitSender();
  sender.press("+6 2a");
  let heard = "";
  for (let tick = 0; sender.busy; tick += 1) {
    const { packet } = sender.next(tick * 160)!;
    if (packet?.marker) heard += "0123456789*#ABCD"[packet.payload[0]!];
    if (tick === 3) sender.press("#");
  }
  assert.equal(heard, "62A#");
  assert.equal(sender.next(0), null);
});

test("where no events are taken a key is its two tones", () => {
  const bytes = new Uint8Array(160);
  for (const [key, low, high] of [
    ["1", 697, 1209],
    ["0", 941, 1336],
    ["#", 941, 1477],
    ["D", 941, 1633],
  ] as const) {
    const sound = [0, 160, 320].flatMap((at) => {
      soundKey(key, at, bytes, "PCMU");
      return [...decode(bytes, "PCMU")];
    });
    const samples = Int16Array.from(sound);
    assert.ok(level(samples, low) > 7000 && level(samples, high) > 9000, key);
    assert.ok(
      [770, 852].every((other) => level(samples, other) < 1500),
      key,
    );
  }
});
