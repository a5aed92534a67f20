import assert from "node:assert/strict";
import { test } from "node:test";
import { DigitReceiver, type Digit } from "./digits.ts";

const event = (
  timestamp: number,
  key: number,
  samples: number,
  end = false,
): Parameters<DigitReceiver["receive"]>[0] => ({
  payloadType: 101,
  marker: false,
  sequence: 0,
  timestamp,
  ssrc: 1,
  payload: Uint8Array.of(key, end ? 0x8a : 0x0a, samples >> 8, samples & 0xff),
});

type Step = readonly [at: number, packet: ReturnType<typeof event>];

const cases: readonly (readonly [name: string, steps: readonly Step[], told: readonly Digit[]])[] = [
  [
    "a key with three end packets is told once",
    [
      [0, event(1000, 5, 160)],
      [20, event(1000, 5, 320)],
      [40, event(1000, 5, 480, true)],
      [40, event(1000, 5, 480, true)],
      [41, event(1000, 5, 480, true)],
    ],
    [{ digit: "5", duration: 60 }],
  ],
  [
    "a key of which only one end packet arrives is told",
    [[0, event(1000, 11, 800, true)]],
    [{ digit: "#", duration: 100 }],
  ],
  [
    "a key whose ends are lost is told when the next one begins",
    [
      [0, event(1000, 1, 160)],
      [20, event(1000, 1, 320)],
      [150, event(3000, 2, 160)],
      [170, event(3000, 2, 320, true)],
    ],
    [
      { digit: "1", duration: 40 },
      { digit: "2", duration: 40 },
    ],
  ],
  [
    "the same key twice is two keys",
    [
      [0, event(1000, 9, 160, true)],
      [100, event(2000, 9, 160, true)],
    ],
    [
      { digit: "9", duration: 20 },
      { digit: "9", duration: 20 },
    ],
  ],
  [
    "a late packet of an ended key changes nothing",
    [
      [0, event(1000, 3, 160, true)],
      [50, event(2000, 4, 160, true)],
      [60, event(1000, 3, 160)],
    ],
    [
      { digit: "3", duration: 20 },
      { digit: "4", duration: 20 },
    ],
  ],
  [
    "timestamps may wrap",
    [
      [0, event(0xffff_ff00, 7, 160, true)],
      [90, event(200, 8, 160, true)],
    ],
    [
      { digit: "7", duration: 20 },
      { digit: "8", duration: 20 },
    ],
  ],
  [
    "a key held for ten seconds is one key, though its duration overflows (RFC 4733 §2.5.1.3)",
    [
      [0, event(1000, 5, 160)],
      [8180, event(1000, 5, 65_440)],
      [8200, event(1000 + 0xffff, 5, 65)],
      [10_000, event(1000 + 0xffff, 5, 14_465, true)],
    ],
    [{ digit: "5", duration: 10_000 }],
  ],
  [
    "a key of which the first packets are lost is told whole",
    [
      [60, event(1000, 6, 640)],
      [80, event(1000, 6, 800, true)],
    ],
    [{ digit: "6", duration: 100 }],
  ],
  [
    "after the peer's clock has leapt back by minutes keys are told, the one being pressed too",
    [
      [0, event(960_000, 1, 160, true)],
      [50, event(962_000, 2, 160)],
      [150, event(1000, 3, 160, true)],
      [200, event(2000, 4, 160, true)],
    ],
    [
      { digit: "1", duration: 20 },
      { digit: "2", duration: 20 },
      { digit: "3", duration: 20 },
      { digit: "4", duration: 20 },
    ],
  ],
  ["a hook flash is no key", [[0, event(1000, 16, 160, true)]], []],
];

for (const [name, steps, told] of cases)
  test(name, () => {
    const receiver = new DigitReceiver();
    assert.deepEqual(
      steps.flatMap(([at, packet]) => receiver.receive(packet, at)),
      told,
    );
    assert.deepEqual(receiver.overdue(10_000), []);
  });

test("a key whose ends are lost and nothing follows is told after 200 ms", () => {
  const receiver = new DigitReceiver();
  receiver.receive(event(1000, 10, 160), 0);
  receiver.receive(event(1000, 10, 320), 20);

  assert.deepEqual(receiver.overdue(200), []);
  assert.deepEqual(receiver.overdue(220), [{ digit: "*", duration: 40 }]);
  assert.deepEqual(receiver.receive(event(1000, 10, 480, true), 230), []);
});

test("a key that is pressed while the peer numbers its packets anew is told once; where its clock begins anew too, at once", () => {
  const receiver = new DigitReceiver();
  receiver.receive(event(9000, 1, 160), 0);

  assert.deepEqual(receiver.renumber(9000), []);
  assert.deepEqual(receiver.receive(event(9000, 1, 320, true), 20), [{ digit: "1", duration: 40 }]);
  receiver.receive(event(12_000, 2, 160), 400);
  assert.deepEqual(receiver.renumber(11_000), [{ digit: "2", duration: 20 }]);
  assert.deepEqual(receiver.receive(event(11_500, 3, 160, true), 500), [{ digit: "3", duration: 20 }]);
});

test("after a new stream begins its keys are told, whatever their timestamps", () => {
  const receiver = new DigitReceiver();
  receiver.receive(event(9000, 1, 160, true), 0);

  receiver.restart();

  assert.deepEqual(receiver.receive(event(1000, 2, 160, true), 100), [{ digit: "2", duration: 20 }]);
});
