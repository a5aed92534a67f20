import { triageDefaults, type TriageParameters } from "@siaga/core";
import type { Person } from "../population/arrivals.ts";
import { classes } from "../population/classes.ts";
import type { Glances, Parks } from "../population/caller.ts";
import { type Menu, publishedMenu } from "../population/menu.ts";
import type { Numbers } from "../population/numbers.ts";

/** A way of answering that is compared. `triage` alone is the product; the others show what it is worth. */
export type PolicyRow = {
  /** The product's own policy, which a city can change; the others stay as published. */
  readonly product: boolean;
  readonly triage: TriageParameters | null;
  /** Refuses a number for a day after so many nuisance labels: today's practice. The product cannot. */
  readonly blockAfter: number | null;
  /** Knows the truth about every caller. */
  readonly oracle: boolean;
  /** Everybody hears a menu before the room hears of them. */
  readonly menu: Menu | null;
  /** With every channel busy a waiting call is ended for a newcomer. The product cannot: no part of its policy says so. */
  readonly sheds: boolean;
  /** Is told nothing of what a number did before. */
  readonly forgets: boolean;
  readonly parks: Parks;
  readonly glances: Glances;
};

const nobodyParks: Parks = { recognised: 0, information: 0, mistaken: 0, after: 0 };
const plain: PolicyRow = {
  product: false,
  triage: null,
  blockAfter: null,
  oracle: false,
  menu: null,
  sheds: false,
  forgets: false,
  parks: nobodyParks,
  glances: { heard: 0.9, mistaken: 0.1 },
};

/** Order alone: no reservation, no question, no second thoughts. */
const orderAlone: TriageParameters = {
  ...triageDefaults,
  challenge: null,
  bulletin: null,
  reservation: null,
  budget: null,
  promoteAfter: null,
  preemptAfter: null,
  parkAnyAfter: null,
  glance: null,
  waitingRest: null,
  overload: null,
  answeredByAll: null,
  alone: null,
  surge: { ...triageDefaults.surge, busyAbove: -1 },
};
/** What a PBX makes of a table of reputations: it knows of no flood of new numbers, and of no wait before a redial. */
const reputations: TriageParameters = {
  ...orderAlone,
  expressBelow: Number.NEGATIVE_INFINITY,
  agesBy: 60_000,
  redialWithin: 0,
  risk: { ...triageDefaults.risk, unknownMost: 0 },
};
const keepOneFree = { claimPer: 1e9, waitingLeast: 1, waitingPer: 1e9, waitingCapPer: 1e-9 };

const careful: Parks = { recognised: 0.8, information: 0, mistaken: 0, after: 3_000 };
const early: Parks = { recognised: 0.8, information: 0.8, mistaken: 0.02, after: 0 };

const published: PolicyRow = { ...plain, product: true, triage: triageDefaults, parks: early };

/** The product's policy with something taken out or changed: what that part is worth. */
const without = (change: Partial<TriageParameters>, parks: Parks = early): PolicyRow => ({
  ...published,
  triage: { ...triageDefaults, ...change },
  parks,
});
const { challenge, claims } = triageDefaults;
/** Operators are asked about a call once. */
const asksOnce = {
  answeredByAll: { ...triageDefaults.answeredByAll!, parkAgainAfter: null },
  alone: { ...triageDefaults.alone!, parkAgainAfter: null },
};
const parksNobodyElse = { ...asksOnce, parkAnyAfter: null, parkInformation: false };
const askedSlowly = {
  ...challenge!,
  prompt: 2_500,
  timeout: 5_000,
  gap: 1_000,
  firstWithin: 7_500,
  lateOpens: "claim",
} as const;

const rows = {
  fifo: plain,
  block3: { ...plain, blockAfter: 3 },
  block1: { ...plain, blockAfter: 1 },
  ivrAll: { ...plain, menu: publishedMenu },
  "prio-score": { ...plain, triage: reputations },
  oracleNP: { ...plain, triage: orderAlone, oracle: true },
  oracleRes: { ...plain, triage: { ...orderAlone, reservation: keepOneFree }, oracle: true },
  oraclePre: {
    ...plain,
    triage: { ...orderAlone, reservation: null, preemptAfter: 0 },
    oracle: true,
    parks: { recognised: 1, information: 0, mistaken: 0, after: 0 },
  },
  triage: published,
  /** For comparison only: no city can have it. */
  "triage+shed": { ...published, product: false, sheds: true },
  /** Nothing that rests on how operators behave when asked, which nobody has measured. */
  "no-people": without({ ...parksNobodyElse, glance: null }, careful),
  "no-glance": without({ glance: null }),
  "no-early-park": without(parksNobodyElse, careful),
  "asked-once": without(asksOnce),
  "information-goes-on": without({ parkInformation: false }),
  "as-with-more": without({ alone: null }),
  "parks-at-any-time": without({ parkAnyUntil: null }),
  "no-park-at-all": without({ parkAnyAfter: null, preemptAfter: null }),
  "no-overload": without({ overload: null }),
  "newest-first": without({ overload: { ...triageDefaults.overload!, inTime: 0 } }),
  "always-asked": without({ answeredByAll: null }),
  "no-history": { ...published, forgets: true },
  "no-challenge": without({ challenge: null }),
  "asked-slowly": without({ challenge: askedSlowly }),
  "no-surge": without({ surge: { ...triageDefaults.surge, lasts: 0, busyAbove: Number.MAX_VALUE } }),
  "no-reservation": without({ reservation: null }),
  "no-claims": without({ claims: { ...claims, tokenEvery: null } }),
  "no-streak": without({ claims: { ...claims, streak: 1_000_000 } }),
  "no-budget": without({ budget: null }),
  "no-rest": without({ waitingRest: null }),
  "no-promotion": without({ promoteAfter: null }),
  "no-bulletin": without({ bulletin: null }),
  "bulletin-late": without({ bulletin: { ...triageDefaults.bulletin!, after: 6_000 } }),
} satisfies Record<string, PolicyRow>;

export type PolicyName = keyof typeof rows;
export const policyNames = Object.keys(rows) as PolicyName[];
export const policyRows: Readonly<Record<PolicyName, PolicyRow>> = rows;

const day = 86_400_000;

/** Refused by a hard block: so many nuisance labels within a day. */
export const blocks =
  ({ blockAfter }: PolicyRow, numbers: Numbers, now: () => number) =>
  ({ number }: Person): boolean =>
    blockAfter !== null && numbers.labelsIn(number, now(), day) >= blockAfter;

const truth = { need: { nuisance: 0, genuine: 1e6 }, nuisance: { nuisance: 1e6, genuine: 0 } };

/** What a policy is told of a caller. */
export const told =
  ({ oracle, forgets }: PolicyRow, numbers: Numbers, now: () => number) =>
  (person: Person): { number: string | null; faded: { nuisance: number; genuine: number } } => {
    const { number } = person;
    if (forgets) return { number, faded: { nuisance: 0, genuine: 0 } };
    if (!oracle) return { number, faded: { ...numbers.history(number, now()) } };
    const kind = classes[person.class];
    const faded = kind.inNeed ? truth.need : kind.nuisance ? truth.nuisance : { nuisance: 0, genuine: 0 };
    return { number: `known-${person.key}`, faded };
  };
