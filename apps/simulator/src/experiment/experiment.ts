import type { Origin } from "../population/numbers.ts";
import type { Scenario } from "../population/scenario.ts";
import type { PolicyRow } from "./policies.ts";
import { type OriginCounts, type Replication, replicate } from "./replication.ts";
import { type Estimate, mean, ratio } from "./statistics.ts";

/** Figures of one policy in one scenario. Shares are fractions of the persons in need. */
export type Figures = {
  readonly needs: number;
  /** Answered by an operator within so many seconds of the first call. */
  readonly p10: Estimate;
  readonly p20: Estimate;
  readonly p60: Estimate;
  /** Never answered. */
  readonly lost: Estimate;
  /** Met a busy tone or a block at least once. */
  readonly refused: Estimate;
  readonly nuisanceMinutesPerHour: Estimate;
  readonly occupancy: Estimate;
  /** In a disaster: those who called about it and were answered or content. */
  readonly reportersServed: Estimate;
  readonly byOrigin: Readonly<Record<Origin, OriginFigures>>;
};
export type OriginFigures = {
  readonly needs: number;
  readonly p10: Estimate;
  readonly p60: Estimate;
  readonly lost: Estimate;
};

const origins: readonly Origin[] = ["new", "good", "anonymous", "abuser"];

/** Plays every seed; `seen` is told after each. */
export function replicateAll(
  scenario: Scenario,
  row: PolicyRow,
  seeds: readonly number[],
  seen: (done: number) => void = () => undefined,
): Replication[] {
  return seeds.map((seed, place) => {
    const replication = replicate(scenario, row, seed);
    seen(place + 1);
    return replication;
  });
}

/** What the replications say together. */
export function figuresOf(replications: readonly Replication[]): Figures {
  const share = (count: (replication: Replication) => number): Estimate =>
    ratio(replications.map((one) => ({ of: count(one), among: one.needs })));
  return {
    needs: replications.reduce((sum, { needs }) => sum + needs, 0),
    p10: share(({ within }) => within[10]),
    p20: share(({ within }) => within[20]),
    p60: share(({ within }) => within[60]),
    lost: share(({ lost }) => lost),
    refused: share(({ refused }) => refused),
    nuisanceMinutesPerHour: mean(replications.map(({ nuisanceMinutes }) => nuisanceMinutes)),
    occupancy: mean(replications.map(({ occupancy }) => occupancy)),
    reportersServed: ratio(replications.map(({ reporters }) => ({ of: reporters.served, among: reporters.people }))),
    byOrigin: Object.fromEntries(origins.map((origin) => [origin, originFigures(replications, origin)])) as Record<
      Origin,
      OriginFigures
    >,
  };
}

function originFigures(replications: readonly Replication[], origin: Origin): OriginFigures {
  const share = (count: (counts: OriginCounts) => number): Estimate =>
    ratio(replications.map(({ byOrigin }) => ({ of: count(byOrigin[origin]), among: byOrigin[origin].needs })));
  return {
    needs: replications.reduce((sum, { byOrigin }) => sum + byOrigin[origin].needs, 0),
    p10: share(({ p10 }) => p10),
    p60: share(({ p60 }) => p60),
    lost: share(({ lost }) => lost),
  };
}
