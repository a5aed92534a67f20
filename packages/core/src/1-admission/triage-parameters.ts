import type { Duration } from "#kernel";

/**
 * What a city may tune about who is next when there are too many (in log-odds, ms and shares). It orders and prompts:
 * nothing here can end or refuse a call.
 */
export type TriageParameters = {
  /** Callers whose risk is below this go express. */
  readonly expressBelow: number;
  /** How long what a number did is remembered. The record fades it before the call arrives. */
  readonly memory: {
    readonly nuisanceHalfLife: Duration;
    readonly genuineHalfLife: Duration;
    /** What silent and children's calls weigh together, at most: a pattern of silence is no prank, and may be somebody in need. */
    readonly silentMost: number;
    /** How far back the rates of all calls, and of those of numbers never heard of, look. */
    readonly allCalls: Duration;
    readonly unknownCalls: Duration;
  };
  readonly risk: RiskWeights;
  /** A number is a known abuser from this much faded nuisance on, and with less than this of genuine reports. */
  readonly abuser: { readonly nuisanceFrom: number; readonly genuineBelow: number };
  readonly challenge: ChallengeParameters | null;
  readonly claims: ClaimParameters;
  readonly surge: SurgeParameters;
  readonly reservation: ReservationParameters | null;
  /**
   * Operator time (s) that known abusers in the waiting lane may take together; null: no limit. `always`: also on a calm day.
   */
  readonly budget: {
    readonly perSecond: number;
    readonly most: number;
    readonly charge: number;
    readonly always: boolean;
  } | null;
  /** A caller in the waiting lane is promoted after this long, so that nobody starves; null: never. */
  readonly promoteAfter: Duration | null;
  /** In the waiting lane a wait of this length weighs as much as one of risk. */
  readonly agesBy: Duration;
  /** In a surge one call of the waiting lane follows another no sooner than this; null: at once. Claims and promotions need not. */
  readonly waitingRest: Duration | null;
  /** A caller who gave up and dials again within this keeps the wait already served. */
  readonly redialWithin: Duration;
  /** An operator this long in a waiting-lane call is asked to park it while an express caller waits; null: never. */
  readonly preemptAfter: Duration | null;
  /**
   * An operator this long in any other call of a surge may be asked as well: whoever the operator recognises as nuisance
   * waits again. Assumes that operators recognise it; null: never.
   */
  readonly parkAnyAfter: Duration | null;
  /** And no later than this: whoever is spoken to for longer is hardly nuisance; null: at any time. */
  readonly parkAnyUntil: Duration | null;
  /**
   * Of two callers neither of whom is nuisance the one who only asks for information waits: operators who are asked to park
   * are asked about such callers too. Assumes that they recognise them as they do nuisance.
   */
  readonly parkInformation: boolean;
  /**
   * Free operators may listen to waiting callers for a moment (*simak*): at most `limit` each time, the same number again
   * after `again`. Assumes that operators hear within seconds whether somebody is in need; null: not proposed.
   */
  readonly glance: { readonly limit: Duration; readonly again: Duration } | null;
  /**
   * `reports` calls about one incident: announcing it is proposed. While a bulletin is open, callers hear it after
   * waiting this long (on a recorded line once they know that); one whose call is about something else gains
   * `somethingElse`, and the others leave `kept` operators free for them. Null: never.
   */
  readonly bulletin: {
    readonly reports: number;
    readonly after: Duration;
    readonly somethingElse: number;
    readonly kept: number;
  } | null;
  /** Too many express callers wait too long for all of them to be answered in time; null: the same order as ever. */
  readonly overload: OverloadParameters | null;
  /** While nearly everybody answers the question rightly it tells nobody apart; null: it is always waited for. */
  readonly answeredByAll: AnsweredByAllParameters | null;
  /** With one operator on shift nobody can be kept free: what is done instead; null: nothing. */
  readonly alone: AloneParameters | null;
};

export type RiskWeights = {
  readonly anonymous: number;
  readonly anonymousPerRate: number;
  /** Calls a second at which anonymity begins to weigh more. */
  readonly anonymousRate: number;
  readonly nuisance: number;
  readonly nuisanceMost: number;
  readonly genuine: number;
  /** Of so much nuisance one call is taken for genuine by mistake: those reports weigh nothing. */
  readonly mistaken: number;
  /** New numbers a second that are nothing unusual. */
  readonly unknownRate: number;
  readonly unknownMost: number;
  /** Share of nuisance among new numbers from which being new begins to weigh, and at which it weighs whole. */
  readonly nuisanceShareFrom: number;
  readonly nuisanceShareFull: number;
};

export type ChallengeParameters = {
  /** How long the prompt speaks, and how long after its end an answer is waited for. */
  readonly prompt: Duration;
  readonly timeout: Duration;
  readonly retries: number;
  readonly gap: Duration;
  /** The right digit this long after the first question began counts as a first answer, also when it was asked again meanwhile. */
  readonly firstWithin: Duration;
  /** The lane a right answer after that opens. */
  readonly lateOpens: "express" | "claim";
  /** What each answer adds to the risk. */
  readonly strong: number;
  readonly weak: number;
  readonly none: number;
  /** A right answer at a retry, and one of a known abuser without a token, weigh less. */
  readonly strongAtRetry: number;
  readonly strongUnclaimed: number;
};

export type ClaimParameters = {
  /** A known abuser who answers rightly is believed once in this time; null: always. */
  readonly tokenEvery: Duration | null;
  /** Or after so many right answers within this. */
  readonly streak: number;
  readonly streakWithin: Duration;
  /** All streaks together are believed this often. */
  readonly streaksPerSecond: number;
  readonly streaksMost: number;
  /** A right answer that is not believed still needs no more idle operators than a claim. */
  readonly promotesUnclaimed: boolean;
};

export type SurgeParameters = {
  /** It lasts this long after its last reason. */
  readonly lasts: Duration;
  /** Expected busy operators (calls a second × this many seconds) above which a surge begins. */
  readonly busySeconds: number;
  readonly busyAbove: number;
};

/**
 * From so many express callers waiting longer than `waited`: those who called no longer ago than `inTime` first, oldest of
 * them first, as they can still be answered in time; then the newest.
 */
export type OverloadParameters = { readonly calls: number; readonly waited: Duration; readonly inTime: Duration };

/**
 * From this share of right answers on, of at least so many given lately (`memory.unknownCalls`), callers of whom nothing is
 * known go express before they have answered. An operator who let such a call go on is asked once more whether it may wait,
 * this long after; null: never. Assumes that operators recognise nuisance then as they did before.
 */
export type AnsweredByAllParameters = {
  readonly share: number;
  readonly least: number;
  readonly parkAgainAfter: Duration | null;
};

/**
 * `asksAll`: whoever is left waiting and of whom nothing is known is asked the question too: the right digit comes first,
 * silence sets nobody back. An operator who let a call go on is asked once more whether it may wait, this long after, in
 * every surge; null: never. Assumes that operators recognise nuisance then as they did before.
 */
export type AloneParameters = { readonly asksAll: boolean; readonly parkAgainAfter: Duration | null };

export type ReservationParameters = {
  /** Of so many operators on shift one more is kept for express and claims. */
  readonly claimPer: number;
  /** Kept free before the waiting lane: so many at least, and one of so many. */
  readonly waitingLeast: number;
  readonly waitingPer: number;
  /** Waiting-lane calls in hand at once, per so many operators. */
  readonly waitingCapPer: number;
};

const second = 1000;
const day = 86_400 * second;

/** The policy of the published benchmark; every figure is an assumption until a city has measured its own. */
export const triageDefaults: TriageParameters = {
  expressBelow: 1,
  memory: {
    nuisanceHalfLife: 3 * day,
    genuineHalfLife: 90 * day,
    // By silence alone nobody's risk reaches `expressBelow`.
    silentMost: 0.6,
    allCalls: 60 * second,
    unknownCalls: 120 * second,
  },
  risk: {
    anonymous: 1.2,
    anonymousPerRate: 0.7,
    anonymousRate: 0.1,
    nuisance: 1.6,
    nuisanceMost: 3.5,
    genuine: 1.2,
    mistaken: 0.1,
    unknownRate: 0.015,
    unknownMost: 3,
    nuisanceShareFrom: 0.3,
    nuisanceShareFull: 0.7,
  },
  abuser: { nuisanceFrom: 0.9, genuineBelow: 0.5 },
  challenge: {
    // Said again at once: whoever missed it the first time is not kept waiting for the end of a long pause.
    prompt: 1.5 * second,
    timeout: 1.5 * second,
    retries: 2,
    gap: 0,
    firstWithin: 5 * second,
    lateOpens: "express",
    strong: -2.5,
    weak: -0.5,
    none: 1.5,
    strongAtRetry: -2.5,
    strongUnclaimed: -1,
  },
  claims: {
    tokenEvery: 43_200 * second,
    streak: 2,
    streakWithin: 600 * second,
    streaksPerSecond: 1 / 120,
    streaksMost: 5,
    promotesUnclaimed: true,
  },
  surge: { lasts: 60 * second, busySeconds: 30, busyAbove: 1.2 },
  reservation: { claimPer: 8, waitingLeast: 2, waitingPer: 4, waitingCapPer: 3 },
  budget: { perSecond: 0.15, most: 75, charge: 25, always: true },
  promoteAfter: 120 * second,
  agesBy: 45 * second,
  waitingRest: 30 * second,
  redialWithin: 120 * second,
  preemptAfter: 3 * second,
  parkAnyAfter: 6 * second,
  parkAnyUntil: 40 * second,
  parkInformation: true,
  glance: { limit: 4 * second, again: 600 * second },
  bulletin: { reports: 2, after: 0, somethingElse: -2, kept: 1 },
  overload: { calls: 3, waited: 10 * second, inTime: 7.5 * second },
  answeredByAll: { share: 0.75, least: 5, parkAgainAfter: 6 * second },
  alone: { asksAll: true, parkAgainAfter: 4 * second },
};
