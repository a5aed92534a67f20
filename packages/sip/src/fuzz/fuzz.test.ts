import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isEmpty, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import { openWirePeer, requestText } from "../agent/wire-peer.ts";
import { folders, messageOf, namesIn } from "../torture/files.ts";
import { damage } from "./damage.ts";
import { openPlayedEdge, type PlayedEdge } from "./played-edge.ts";
import { createRandom, type Random } from "./random.ts";
import { word } from "./wording.ts";

const DATAGRAMS = 1_000_000;
/** Any other seed must do as well: `FUZZ_SEED=7 node --test …` tries one. */
const seed = Number(process.env["FUZZ_SEED"] ?? 112);
const tortures = folders.flatMap((folder) => namesIn(folder).map((name) => messageOf(folder, name)));

describe("fuzz", () => {
  test("a million damaged or senseless datagrams crash nothing and leave nothing behind", async () => {
    const random = createRandom(seed);
    const played = await openPlayedEdge(random);
    await throwAt(played, DATAGRAMS / 10, random);
    await drain(played);
    const before = heapInMegabytes();
    await throwAt(played, (DATAGRAMS * 9) / 10, random);
    await drain(played);
    const grown = heapInMegabytes() - before;
    assert.ok(grown < 8, `the heap grew by ${grown.toFixed(1)} MB over 900,000 datagrams`);
    assert.ok(played.sent() > DATAGRAMS / 10, "most of it was understood well enough to be answered");
    await played.edge.close();
  });

  test("thousands of them over a real socket do not keep the next caller out", async () => {
    const random = createRandom(seed + 1);
    const edge = await openTestEdge();
    const peer = await openWirePeer(edge.port);
    edge.onCall((call) => call.congest(486, 1));
    const next = thrower({ dialogs: [], requests: [], invites: [] }, random);
    for (let number = 1; number <= 5_000; number += 1) {
      peer.send(next(number).subarray(0, 60_000));
      // Let the edge read in between: a full socket buffer would drop what it is to see.
      if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    peer.send(requestText({ method: "INVITE", port: peer.port, callId: "the-next-caller", body: sdpOf() }));
    await peer.next(/^SIP\/2.0 486[^]*the-next-caller/, 20_000);
    await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`, 30_000);
    peer.close();
    await edge.close();
  });
});

/** Two in five are damaged bytes, the rest senseless words, some of them damaged as well. */
function thrower(overheard: Parameters<typeof word>[0], random: Random): (number: number) => Buffer {
  return (number) => {
    const kind = random.below(5);
    if (kind < 1) return damage(random.pick(tortures), tortures, random);
    const worded = Buffer.from(word(overheard, number, random), "latin1");
    return kind < 2 ? damage(worded, tortures, random) : worded;
  };
}

async function throwAt(played: PlayedEdge, count: number, random: Random): Promise<void> {
  const next = thrower(played.overheard, random);
  for (let number = 1; number <= count; number += 1) {
    played.receive(next(number));
    if (number % 10 === 0) played.advance(20);
    if (number % 500 === 0) {
      played.placeCall();
      // What waits for promises (a TCP that nobody takes) gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** The exchange ends what it knows; then every timer has its time. */
async function drain(played: PlayedEdge): Promise<void> {
  for (let second = 0; second < 200; second += 1) {
    if (second % 40 === 0) played.endAll();
    played.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(played.edge.counts(), { transactions: 0, dialogs: 0, timers: 0 });
}

function heapInMegabytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed / 1e6;
}
