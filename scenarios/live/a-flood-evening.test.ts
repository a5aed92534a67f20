import assert from "node:assert/strict";
import { test } from "node:test";
import { measureOf, playBothOrders } from "../../bench/live/both-orders.ts";
import { judgeEvening, judgeOrders } from "../../bench/live/judge.ts";
import { shortEvening } from "../../bench/live/short-evening.ts";
import type { Check } from "../../scripts/soak/check.ts";

/** One evening of the published kind, ten times faster than life; the same callers in both orders. */
const evenings = { scenario: shortEvening, seed: 24, pace: 10, atMost: 600 };

test("a flood evening, dialled over SIP and spoken over RTP, under triage and first come, first served", async (story) => {
  const measure = measureOf(evenings);
  const played = await playBothOrders(evenings);
  const checks: readonly Check[] = [
    ...judgeEvening("triage", played.triage, measure),
    ...judgeEvening("first-come", played["first-come"], measure),
    ...judgeOrders(played, measure),
  ];
  for (const [name, holds, found = ""] of checks) {
    await story.test(found === "" ? name : `${name} (${found})`, () => assert.ok(holds, found));
  }
});
