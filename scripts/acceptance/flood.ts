import { measureOf, playBothOrders } from "../../bench/live/both-orders.ts";
import { judgeEvening, judgeOrders } from "../../bench/live/judge.ts";
import { shortEvening } from "../../bench/live/short-evening.ts";
import type { Check } from "../soak/check.ts";
import type { Verdict } from "./verdict.ts";

/** A short flood over real SIP and RTP, the same callers under both orders: who gets through, and that nobody is lost. */
export async function acceptFlood(): Promise<Verdict> {
  const evenings = { scenario: shortEvening, seed: 24, pace: 10, atMost: 600 };
  const measure = measureOf(evenings);
  let [passed, failed] = [0, 0];
  const say = ([name, holds, found = ""]: Check): void => {
    if (holds) passed += 1;
    else failed += 1;
    console.log(`${holds ? "ok  " : "FAIL"}  ${name}${found && `: ${found}`}`);
  };
  const played = await playBothOrders(evenings, (order, evening) => {
    console.log(`\n${order}: ${evening.flooded.placed} calls, ${evening.flooded.most} at once`);
    for (const check of judgeEvening(order, evening, measure)) say(check);
  });
  console.log("\nboth, on the same callers");
  for (const check of judgeOrders(played, measure)) say(check);
  return { passed, failed };
}
