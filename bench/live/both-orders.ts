import { knownPrompts, longestQuestion } from "@siaga/callers/flood";
import { spokenPrompts } from "@siaga/media";
import type { Scenario } from "@siaga/simulator";
import { hastened } from "./hasten.ts";
import type { BothOrders } from "./judge.ts";
import type { Measure } from "./report.ts";
import { type Order, rehearse, type Rehearsed } from "./rehearse.ts";

/** How the two evenings are played: the same people, `pace` times faster than life. */
export type Evenings = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly pace: number;
  readonly atMost: number;
};

/** The measure of these evenings: the question is as long as it is really spoken. */
export const measureOf = ({ scenario, pace }: Evenings): Measure => ({
  scenario,
  pace,
  spoken: longestQuestion(knownPrompts(spokenPrompts("id"))),
});

/** Plays the same evening twice on two fresh centres, one after the other; `told` hears of each. */
export async function playBothOrders(
  evenings: Evenings,
  told: (order: Order, evening: Rehearsed) => void = () => undefined,
): Promise<BothOrders> {
  const triage = hastened(evenings.pace, measureOf(evenings).spoken);
  const play = async (order: Order): Promise<Rehearsed> => {
    const evening = await rehearse({ ...evenings, order, triage });
    told(order, evening);
    return evening;
  };
  return { triage: await play("triage"), "first-come": await play("first-come") };
}
