import type { Origin } from "../population/numbers.ts";
import type { Scenario } from "../population/scenario.ts";
import type { PolicyRow } from "./policies.ts";
import { type Need, type Replication, replicate } from "./replication.ts";
import { difference, type Estimate, mean, ratio, type Share } from "./statistics.ts";

/** Figures of one policy in one scenario. Shares are fractions (0–1) of the persons in need. */
export type Figures = {
  readonly needs: number;
  /** Answered by an operator within so many seconds of the first call. */
  readonly p10: Estimate;
  readonly p20: Estimate;
  readonly p60: Estimate;
  /** Never answered. */
  readonly lost: Estimate;
  /** Met a busy tone, a block or the end of a waiting call by the system at least once. */
  readonly refused: Estimate;
  /** s within which 95 % were answered; null: more than 5 % never were. */
  readonly p95Wait: number | null;
  readonly nuisanceMinutesPerHour: Estimate;
  readonly occupancy: Estimate;
  /** In a disaster: those who called about it and were answered or content. */
  readonly reportersServed: Estimate;
  readonly byOrigin: Readonly<Record<Origin, OriginFigures>>;
};
export type OriginFigures = {
  readonly needs: number;
  readonly p10: Estimate;
  readonly p20: Estimate;
  readonly p60: Estimate;
  readonly lost: Estimate;
  readonly refused: Estimate;
};

/** One policy less another, on the same callers. */
export type Differences = Readonly<Record<"p10" | "p20" | "p60" | "lost" | "refused", Estimate>>;

/** Share answered within so many seconds of the first call, second by second. */
export type AnswerTimes = readonly { readonly seconds: number; readonly share: number }[];

const origins: readonly Origin[] = ["new", "good", "anonymous", "abuser"];
/** s at which the distribution of answer times is told. */
const told = [0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];

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

type Counts = (need: Need) => boolean;
const within =
  (seconds: number): Counts =>
  ({ waited }) =>
    waited !== null && waited <= seconds * 1000;
const shares = {
  p10: within(10),
  p20: within(20),
  p60: within(60),
  lost: ({ waited }: Need) => waited === null,
  refused: ({ refused }: Need) => refused,
} satisfies Record<string, Counts>;

/** How many of the persons in need it counts, one pair a replication. */
const counted = (runs: readonly Replication[], counts: Counts, origin?: Origin): Share[] =>
  runs.map(({ needs }) => {
    const some = origin === undefined ? needs : needs.filter((need) => need.origin === origin);
    return { of: some.filter(counts).length, among: some.length };
  });

/** What the replications say together. */
export function figuresOf(runs: readonly Replication[]): Figures {
  return {
    ...sharesOf(runs),
    p95Wait: waitOf(runs, 0.95),
    nuisanceMinutesPerHour: mean(runs.map(({ nuisanceMinutes }) => nuisanceMinutes)),
    occupancy: mean(runs.map(({ occupancy }) => occupancy)),
    reportersServed: ratio(runs.map(({ reporters }) => ({ of: reporters.served, among: reporters.people }))),
    byOrigin: Object.fromEntries(origins.map((origin) => [origin, sharesOf(runs, origin)])) as Record<
      Origin,
      OriginFigures
    >,
  };
}

const sharesOf = (runs: readonly Replication[], origin?: Origin): OriginFigures => {
  const share = (counts: Counts): Estimate => ratio(counted(runs, counts, origin));
  return {
    needs: counted(runs, () => true, origin).reduce((sum, { of }) => sum + of, 0),
    p10: share(shares.p10),
    p20: share(shares.p20),
    p60: share(shares.p60),
    lost: share(shares.lost),
    refused: share(shares.refused),
  };
};

/** What one policy has more or less than another: the same seeds in the same order, so that chance cancels out. */
export function differencesOf(runs: readonly Replication[], others: readonly Replication[]): Differences {
  const less = (counts: Counts): Estimate => difference(counted(runs, counts), counted(others, counts));
  return {
    p10: less(shares.p10),
    p20: less(shares.p20),
    p60: less(shares.p60),
    lost: less(shares.lost),
    refused: less(shares.refused),
  };
}

/** The whole distribution of answer times. */
export function answerTimesOf(runs: readonly Replication[]): AnswerTimes {
  const needs = runs.flatMap((run) => run.needs);
  return told.map((seconds) => ({ seconds, share: needs.filter(within(seconds)).length / Math.max(1, needs.length) }));
}

/** s within which this share of all in need was answered. */
function waitOf(runs: readonly Replication[], share: number): number | null {
  const waits = runs
    .flatMap(({ needs }) => needs.map(({ waited }) => waited ?? Number.POSITIVE_INFINITY))
    .sort((one, other) => one - other);
  const wait = waits[Math.ceil(share * waits.length) - 1] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(wait) ? wait / 1000 : null;
}
