import type { PolicyChanges } from "../experiment/policy-changes.ts";
import type { CallerClass, ClassName } from "./classes.ts";
import type { Origin } from "./numbers.ts";

/** Callers of one kind that come by chance. */
export type Source = {
  readonly class: ClassName;
  readonly perHour: number;
  /** Share of each origin; they sum to 1. */
  readonly origins: Readonly<Partial<Record<Origin, number>>>;
  /** Weight of each hour of the day, mean 1; absent: even. */
  readonly hours?: readonly number[];
  /** A burst instead of an even stream: from `from` (s), dying away with `decay` (s), `perHour` at its beginning. */
  readonly burst?: { readonly from: number; readonly decay: number };
};

/** Phones that redial for ever: all the time, or in groups that come and go. */
export type Redialling =
  | { readonly kind: "always"; readonly phones: number }
  | {
      readonly kind: "groups";
      readonly perHour: number;
      readonly most: number;
      /** Mean s a group is active. */
      readonly active: number;
      readonly known: number;
    };

/** What comes to the room and how long it is watched (s). A city can write its own. */
export type Scenario = {
  readonly name: string;
  /** On shift all the time, or by hour of the day (24). */
  readonly operators: number | readonly number[];
  /** Hour of the day at which the warm-up begins; absent: midnight. */
  readonly startsAt?: number;
  readonly channels: number;
  readonly warmUp: number;
  readonly measured: number;
  readonly drain: number;
  readonly sources: readonly Source[];
  readonly redialling: readonly Redialling[];
  /** s an operator needs to pick up; part of the wait and of the operator's time. */
  readonly pickUp: number;
  /** Labels a day on the pool of known abusers, before and during what is watched. */
  readonly poolLabelsPerDay: number;
  /** Callers who differ from the published ones. */
  readonly classes?: Readonly<Partial<Record<ClassName, CallerClass>>>;
  /** What the rows of the product's own policy have otherwise than the published ones. */
  readonly policy?: PolicyChanges;
};

/** The operators on shift at an instant (s since the warm-up began). */
export function operatorsAt({ operators, startsAt = 0 }: Scenario, second: number): number {
  if (typeof operators === "number") return operators;
  return operators[Math.floor(startsAt + second / 3_600) % 24]!;
}

/** Where calls come from, by who calls. */
export const needy = { new: 0.85, good: 0.06, abuser: 0.04, anonymous: 0.05 };
export const asking = { new: 0.8, good: 0.2 };
export const idle = { abuser: 0.63, new: 0.25, anonymous: 0.12 };

const nuisance = (perHour: number): Source[] => [
  { class: "prank", perHour: perHour / 2, origins: idle },
  { class: "ghost", perHour: perHour / 2, origins: idle },
];

/** The nuisance busy hour everything else comes on top of: 6 real, 8 asking, 60 nuisance an hour. */
const busyHour: Source[] = [
  { class: "real", perHour: 6, origins: needy },
  { class: "information", perHour: 8, origins: asking },
  ...nuisance(60),
];

const flood = (perHour: number, origin: Origin): Source[] => [
  { class: "silent-bot", perHour: perHour * 0.7, origins: { [origin]: 1 } },
  { class: "audio-bot", perHour: perHour * 0.3, origins: { [origin]: 1 } },
];

/** Every figure is an assumption; docs/flood-benchmark.md says which. */
export const ordinary = {
  operators: 3,
  channels: 60,
  warmUp: 900,
  measured: 7_200,
  drain: 900,
  redialling: [],
  pickUp: 2,
  poolLabelsPerDay: 250,
};
const scenario = (name: string, told: Partial<Scenario> & Pick<Scenario, "sources">): Scenario => ({
  ...ordinary,
  name,
  ...told,
});

/** Calls by hour of the day: quiet before dawn, most at 18–19 h; mean 1. */
const diurnal = [
  0.55, 0.45, 0.4, 0.35, 0.35, 0.45, 0.6, 0.85, 0.95, 1.05, 1.1, 1.15, 1.15, 1.15, 1.2, 1.3, 1.35, 1.6, 1.9, 1.75, 1.5,
  1.2, 1, 0.65,
];

function days(name: string, perDay: number, real: number, nuisanceShare: number, information: number): Scenario {
  const each = (perDayOf: number): number => perDayOf / 24;
  const sources: Source[] = [
    { class: "real", perHour: each(perDay * real), origins: needy, hours: diurnal },
    { class: "information", perHour: each(perDay * information), origins: asking, hours: diurnal },
    ...nuisance(each(perDay * nuisanceShare)).map((source) => ({ ...source, hours: diurnal })),
  ];
  // A quiet city labels as few calls as it has: the share of nuisance that comes from known numbers.
  const poolLabelsPerDay = perDay * nuisanceShare * idle.abuser;
  return scenario(name, { sources, warmUp: 3_600, measured: 5 * 86_400, drain: 900, poolLabelsPerDay });
}

const scenarios: readonly Scenario[] = [
  days("serang22", 36.7, 0.0193, 0.8207, 0.16),
  days("serang24", 198, 0.02, 0.82, 0.16),
  days("batu24", 289, 0.0139, 0.8261, 0.16),
  days("semarang25", 60.3, 0.435, 0.386, 0.179),
  scenario("evening", {
    sources: busyHour,
    redialling: [{ kind: "groups", perHour: 5, most: 3, active: 900, known: 0.6 }],
  }),
  scenario("flood5u", { sources: [...busyHour, ...flood(300, "new")] }),
  scenario("flood20u", { sources: [...busyHour, ...flood(1_200, "new")] }),
  scenario("flood100u", { sources: [...busyHour, ...flood(6_000, "new")] }),
  scenario("flood20few", { sources: busyHour, redialling: [{ kind: "always", phones: 10 }] }),
  scenario("flood100few", { sources: busyHour, redialling: [{ kind: "always", phones: 50 }] }),
  scenario("flood20anon", { sources: [...busyHour, ...flood(1_200, "anonymous")] }),
  scenario("disaster", {
    sources: [...busyHour, { class: "disaster", perHour: 3_600, origins: needy, burst: { from: 1_200, decay: 400 } }],
    measured: 3_600,
  }),
  scenario("flood20smart", {
    sources: [...busyHour, { class: "actor", perHour: 1_200, origins: { new: 1 } }],
  }),
];

/** The published scenarios by name. */
export const scenarioNamed = (name: string): Scenario | undefined => scenarios.find((one) => one.name === name);
export const scenarioNames = scenarios.map(({ name }) => name);
