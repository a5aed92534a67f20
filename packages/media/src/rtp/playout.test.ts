import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toLinear } from "../audio/g711.ts";
import { level } from "../instrument/goertzel.ts";
import { tone } from "../instrument/tone.ts";
import { listen, packetsOf, type Arrival } from "../instrument/virtual-line.ts";
import { Playout } from "./playout.ts";
import { Reception } from "./reception.ts";

/** The weakest the tone is in any 50 ms of the sound. */
function weakest(heard: Int16Array, frequency: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + 400 <= heard.length; at += 400)
    least = Math.min(least, level(heard.subarray(at, at + 400), frequency));
  return least;
}

const loudMs = (heard: Int16Array): number => {
  let frames = 0;
  for (let at = 0; at < heard.length; at += 160) if (level(heard.subarray(at, at + 160), 700) > 3000) frames += 1;
  return frames * 20;
};

const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
};

test("packets of 10 to 60 ms on a quiet line are played whole, byte for byte, within 40 ms", () => {
  for (const samples of [80, 160, 240, 320, 480]) {
    const { heard, playout } = listen(packetsOf(tone(700, 4000), samples), 4000);
    const first = heard.findIndex((sample) => sample !== 0);

    assert.ok(first / 8 <= samples / 8 + 40, `${samples}: after ${first / 8} ms`);
    assert.ok(weakest(heard.subarray(first + 400), 700) > 9900, `${samples}`);
    assert.deepEqual([playout.counts.late, playout.counts.concealed, playout.counts.stretched], [0, 0, 0]);
  }
});

test("with 60 ms of jitter, 5 % lost, some doubled and all shuffled, the tone never stops and lasts as long as it was sent", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.integer(),
        jitter: fc.integer({ min: 0, max: 60 }),
        loss: fc.integer({ min: 0, max: 5 }),
        samples: fc.constantFrom(80, 160, 240),
        doubled: fc.boolean(),
      }),
      ({ seed, jitter, loss, samples, doubled }) => {
        const chance = random(seed);
        const arrivals = packetsOf(tone(700, 6000), samples)
          .filter(({ packet }) => packet.marker || chance() * 100 >= loss)
          .flatMap((arrival) => (doubled && chance() < 0.2 ? [arrival, arrival] : [arrival]))
          .map(({ at, packet }) => ({ at: at + chance() * jitter, packet }));
        const { heard, playout } = listen(arrivals, 6500);

        // A second to learn the line, then no 50 ms without the tone but for rare runs of lost packets.
        const settled = heard.subarray(8000, 46_000);
        const parts = Array.from({ length: settled.length / 400 }, (_, at) =>
          settled.subarray(at * 400, at * 400 + 400),
        );
        const weak = parts.filter((part) => level(part, 700) < 5000).length;
        assert.ok(weak <= 3, `${weak} weak parts, ${JSON.stringify(playout.counts)}`);
        assert.ok(parts.every((part) => level(part, 1300) < 1500));
        assert.ok(Math.abs(loudMs(heard) - 6000) <= 160, `${loudMs(heard)} ms`);
        assert.ok(playout.counts.target <= 200 && playout.counts.delay <= 120, JSON.stringify(playout.counts));
      },
    ),
    { numRuns: 40 },
  );
});

test("the delay grows at once when the network begins to waver and shrinks slowly when it is calm again", () => {
  const chance = random(7);
  const wavering = (at: number): number => (at > 3000 && at < 9000 ? chance() * 120 : 0);
  const playout = new Playout("PCMA");
  const arrivals = packetsOf(tone(700, 40_000)).map(({ at, packet }) => ({ at: at + wavering(at), packet }));
  const delayAt = (ms: number): number => {
    const fresh = new Playout("PCMA");
    listen(arrivals, ms, fresh);
    return fresh.counts.delay;
  };

  assert.ok(delayAt(2900) <= 45);
  assert.ok(delayAt(4500) >= 100, `${delayAt(4500)}`);
  assert.ok(delayAt(9500) >= 100);
  const { heard } = listen(arrivals, 40_000, playout);
  assert.ok(playout.counts.delay <= 50, `${playout.counts.delay}`);
  assert.ok(weakest(heard.subarray(10 * 8000), 700) > 9000, "shrinking is not heard");
});

test("a network that stands still for 150 ms loses no word", () => {
  const held = ({ at, packet }: Arrival): Arrival => ({ at: at > 1000 && at < 1150 ? 1150 : at, packet });
  const { playout } = listen(packetsOf(tone(700, 3000)).map(held), 3000);

  assert.equal(playout.counts.late, 0);
});

test("an hour with a peer's clock 300 ppm fast or slow: no growing delay, no gap, no made-up sound", () => {
  const second = packetsOf(tone(700, 1000));
  for (const ppm of [-300, 300]) {
    const playout = new Playout("PCMA");
    const spacing = 20 * (1 - ppm / 1e6);
    let number = 0;
    let silent = 0;
    let longest = 0;
    for (let tick = 0; tick < 180_000; tick += 1) {
      const now = tick * 20 + 7;
      for (; (number + 1) * spacing <= now; number += 1) {
        const { packet } = second[number % second.length]!;
        const moved = { ...packet, sequence: number & 0xffff, timestamp: (number * 160) >>> 0 };
        playout.lay(moved, "PCMA", (number + 1) * spacing);
      }
      const frame = playout.take(now);
      if (tick < 10) continue;
      const loudest =
        frame === null ? 0 : Math.max(...[0, 20, 40, 60, 80, 100].map((at) => toLinear.PCMA[frame.bytes[at]!]!));
      if (loudest < 1000) silent += 1;
      longest = Math.max(longest, playout.counts.delay);
    }
    assert.ok(longest <= 60, `${ppm} ppm: ${longest} ms`);
    assert.equal(playout.counts.concealed, 0, `${ppm} ppm`);
    assert.equal(silent, 0, `${ppm} ppm`);
    assert.ok(Math.abs(playout.counts.stretched + Math.sign(ppm) * 1080) <= 60, `${playout.counts.stretched} ms`);
  }
});

test("ten packets of one length may follow ten of another", () => {
  const sound = tone(700, 6000);
  const parts = [80, 160, 240, 480, 320, 160].map((samples, at) => {
    const from = at * 8000;
    return packetsOf(sound, samples).filter(({ packet }) => {
      const place = (packet.timestamp - 4_294_960_000 + 2 ** 32) % 2 ** 32;
      return place >= from && place + samples <= from + 8000;
    });
  });
  const arrivals = parts.flat().map(({ at, packet }, number) => ({ at, packet: { ...packet, sequence: number } }));

  const { heard, playout } = listen(arrivals, 6000);

  assert.ok(loudMs(heard) >= 5700, `${loudMs(heard)} ms`);
  assert.equal(playout.counts.late, 0);
});

test("a new stream or a leap in time is played within 60 ms, not waited for", () => {
  const leaps = [{ ssrc: 2 }, { timestamp: 77 }, { timestamp: 2_000_000_000 }, { timestamp: 4_294_900_000 }];
  for (const leap of leaps) {
    const before = packetsOf(tone(700, 1000));
    const after = packetsOf(tone(1100, 1000)).map(({ at, packet }, number) => ({
      at: at + 1000,
      packet: {
        ...packet,
        sequence: (packet.sequence + 50) & 0xffff,
        ssrc: leap.ssrc ?? 1,
        timestamp: ((leap.timestamp ?? 5) + number * 160) >>> 0,
      },
    }));
    const { heard } = listen([...before, ...after], 2000);

    assert.ok(level(heard.subarray(8000 + 800, 8000 + 1600), 1100) > 8000, JSON.stringify(leap));
    assert.ok(weakest(heard.subarray(800, 7600), 700) > 9000);
  }
});

/** What a leg does with packets: they are counted, then laid down. */
class CountedPlayout extends Playout {
  readonly #reception = new Reception();

  override lay(...[packet, codec, now]: Parameters<Playout["lay"]>): void {
    if (!this.#reception.count(packet, now)) return;
    if (this.#reception.began) this.renumber(packet.sequence);
    super.lay(packet, codec, now);
  }
}

test("a peer that restarts under its SSRC, with its clock or without, is heard at once, and after a stall of the network again", () => {
  for (const clock of [-960_000, 0]) {
    const restarted = ({ at, packet }: Arrival): Arrival => {
      const sequence = (packet.sequence - 6000) & 0xffff;
      const timestamp = (packet.timestamp + clock) >>> 0;
      return { at: at > 2500 ? at + 300 : at, packet: { ...packet, sequence, timestamp } };
    };
    const arrivals = packetsOf(tone(700, 4000)).map((one) => (one.at > 1000 ? restarted(one) : one));
    const { heard } = listen(arrivals, 4000, new CountedPlayout("PCMA"));

    for (const [from, to] of [
      [100, 950],
      [1140, 2450],
      [3000, 4000],
    ] as const)
      assert.ok(weakest(heard.subarray(from * 8, to * 8), 700) > 8000, `${clock}: ${from} to ${to} ms`);
  }
});

test("after a pause the peer announced, noise is heard at its level and then the voice again", () => {
  const sound = packetsOf(tone(700, 3000));
  const spoken = sound.filter(({ at }) => at <= 1000 || at > 2000);
  const pause = sound.find(({ at }) => at > 1000)!;
  const noise = { at: pause.at, packet: { ...pause.packet, payloadType: 13, payload: Uint8Array.of(40) } };

  const { heard, playout } = listen([...spoken, noise], 3000);

  const during = heard.subarray(9000, 15_600);
  const power = Math.sqrt(during.reduce((total, sample) => total + sample * sample, 0) / during.length);
  assert.ok(Math.abs(20 * Math.log10(power / 32_768) + 40) < 1.5, `${power}`);
  assert.equal(playout.counts.concealed, 0);
  assert.ok(weakest(heard.subarray(17_200), 700) > 9000);
});

test("a peer that stops sending is silence after 80 ms, and nothing is waited for when it begins again later", () => {
  const sound = packetsOf(tone(700, 8000)).filter(({ at }) => at <= 1000 || at > 6000);
  const { heard } = listen(sound, 8000);

  assert.ok(heard.subarray(8000 + 1040, 48_000).every((sample) => sample === 0));
  assert.ok(weakest(heard.subarray(48_000 + 1200, 63_200), 700) > 9000);
});

test("no packets whatever break the buffer", () => {
  const packet = fc.record({
    at: fc.integer({ min: 0, max: 2000 }),
    packet: fc.record({
      payloadType: fc.constantFrom(0, 8, 13),
      marker: fc.boolean(),
      sequence: fc.nat(0xffff),
      timestamp: fc.oneof(fc.nat(0xffff_ffff), fc.integer({ min: 0, max: 20_000 })),
      ssrc: fc.nat(2),
      payload: fc.uint8Array({ maxLength: 1400 }),
    }),
  });
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 60 }), (arrivals) => {
      const { heard } = listen(arrivals, 2000);
      assert.equal(heard.length, 16_000);
    }),
    { numRuns: 200 },
  );
});
