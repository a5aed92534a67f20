import { voices } from "@siaga/callers/flood";
import type { Check } from "../../scripts/soak/check.ts";
import { inNeed, lived, type Measure } from "./report.ts";
import type { Order, Rehearsed } from "./rehearse.ts";

export type BothOrders = Readonly<Record<Order, Rehearsed>>;

/** A conversation shorter than this (real ms) was over before both could be heard. */
const heardOut = 1_000;
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** What must hold of an evening, whoever comes first. */
export function judgeEvening(order: Order, evening: Rehearsed, measure: Measure): readonly Check[] {
  const { ledger, flooded, endedBy, chainIntact } = evening;
  const { fates, placed, most } = flooded;
  const settled = sum(Object.values(ledger.outcomes));
  const refused = sum(fates.map(({ refusals }) => refusals));
  const failed = sum(fates.map(({ failures }) => failures));
  const cutOff = sum(fates.map(({ cutOff }) => cutOff));
  // A call that met a busy line was never let in: the house ends it with the refusal (RFC 3261 §21.5.4).
  const congested = ledger.outcomes["congestion"] ?? 0;
  const byOthers = sum(Object.entries(endedBy).map(([by, many]) => (by === "caller" ? 0 : many))) - congested;
  const answered = fates.filter(({ person, talked }) => voices[person.class] !== null && talked >= heardOut);
  const understood = answered.filter(({ understood }) => understood > 0).length;
  const checks: readonly Check[] = [
    [
      "every call that was placed is in the ledger",
      ledger.incoming === placed,
      `${placed} placed, ${ledger.incoming} in it`,
    ],
    [
      "every call has exactly one outcome",
      settled === ledger.incoming && ledger.open === 0,
      JSON.stringify(ledger.outcomes),
    ],
    [
      "nobody is refused while a channel is free",
      refused === congested && (congested === 0 || most > measure.scenario.channels),
      `${refused} refused, ${most} of ${measure.scenario.channels} channels at most`,
    ],
    [
      "nobody's call is ended by the system",
      byOthers === 0 && cutOff === 0 && failed === 0,
      `${JSON.stringify(endedBy)}, ${cutOff} cut off, ${failed} failed`,
    ],
    [
      "whoever speaks and is answered hears the operator, and the operator hears them",
      answered.length > 0 && understood === answered.length,
      `${understood} of ${answered.length}`,
    ],
    ["the log's chain is intact", chainIntact],
  ];
  return checks.map(([name, holds, found]) => [`${order}: ${name}`, holds, found ?? ""]);
}

/** What ordering is worth: the same people on the same evening, under both orders. */
export function judgeOrders(evenings: BothOrders, measure: Measure): readonly Check[] {
  const { triage, "first-come": firstCome } = evenings;
  const [with_, without] = [lived(triage, measure), lived(firstCome, measure)];
  const { strong, weak, none } = triage.answers;
  const heardBothWays = inNeed(triage, measure).filter(({ talked }) => talked >= heardOut);
  return [
    [
      "more people in need hear an operator within a minute of life under triage",
      with_.p60 > without.p60,
      `${percent(with_.p60)} of ${with_.needs} (within 10 s ${percent(with_.p10)}); first come, first served ${percent(without.p60)} of ${without.needs} (${percent(without.p10)})`,
    ],
    [
      "people in need are heard under triage, both ways",
      heardBothWays.length > 0 && heardBothWays.every(({ understood }) => understood > 0),
      `${heardBothWays.length}`,
    ],
    [
      "callers hear what they are asked, and their digits arrive",
      strong > 0,
      `${strong} right, ${weak} some sound, ${none} nothing`,
    ],
    [
      "first come, first served asks nobody anything",
      sum(Object.values(firstCome.answers)) === 0 && sum(firstCome.flooded.fates.map(({ asked }) => asked)) === 0,
    ],
  ];
}
