import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "@siaga/core";
import { mediaPeer } from "../testing/media-peer.ts";
import { judgeBySound } from "./silent.ts";

/** A leg whose trunk answers probes so, and sends this many packets between two looks. */
async function judge(answers: ("alive" | "gone" | "silent")[], packets: number) {
  const told: Input["type"][] = [];
  const ended: number[] = [];
  let received = 0;
  const { media } = mediaPeer();
  const statistics = async () => {
    received += packets;
    const leg = { received, sent: 0, lost: 0, jitterMs: 0, quality: null, routedFromDesk: 0 };
    return { ...(await media.statistics()), perLeg: { caller: leg } };
  };
  let over = false;
  await judgeBySound(
    {
      leg: "caller",
      probe: async () => answers.shift() ?? "alive",
      isOver: () => over,
      end: (code) => {
        ended.push(code);
        over = true;
      },
    },
    { media: { ...media, statistics }, tell: (input) => told.push(input.type), listenFor: 5, judged: new Set() },
  );
  return { told, ended };
}

const alarmed = ["alarm.noticed", "alarm.ceased"];

test("a caller whose trunk is silent but answers the second question talks on", async () => {
  assert.deepEqual(await judge(["alive"], 0), { told: alarmed, ended: [] });
});

test("a caller whose trunk is silent and whose sound is gone has vanished", async () => {
  assert.deepEqual(await judge(["silent"], 0), { told: alarmed, ended: [408] });
});

test("a trunk that no longer knows the call ends it", async () => {
  assert.deepEqual(await judge(["gone"], 50), { told: alarmed, ended: [481] });
});
