import { triageFields, type TriageKey } from "@siaga/contracts/triage-policy";
import { triageDefaults, type TriageParameters } from "@siaga/core";

/**
 * A city's policy for a rehearsal that runs faster than life. Every time is shortened with the callers' own patience, every
 * rate raised alike; only the spoken question keeps its length, and so does the moment it takes to press a key or to be
 * recognised as a voice.
 */

/** What a key press (RFC 4733: 100 ms and its end) or the first syllable takes to reach the centre (ms). */
const answerTakes = 500;

type Scaled = {
  readonly [K in keyof TriageParameters]: (value: TriageParameters[K], by: number) => TriageParameters[K];
};
const same = <T>(value: T): T => value;
const time = (value: number, by: number): number => Math.round(value * by);
const timeOrNever = (value: number | null, by: number): number | null => (value === null ? null : time(value, by));

/** Every parameter by what it measures: a new one has to be put here. */
const scaled: Scaled = {
  expressBelow: same,
  // Days pass in no rehearsal.
  memory: (memory, by) => ({
    ...memory,
    allCalls: time(memory.allCalls, by),
    unknownCalls: time(memory.unknownCalls, by),
  }),
  risk: (risk, by) => ({ ...risk, anonymousRate: risk.anonymousRate / by, unknownRate: risk.unknownRate / by }),
  abuser: same,
  challenge: (asks, by) =>
    asks && {
      ...asks,
      prompt: time(asks.prompt, by),
      timeout: time(asks.timeout, by),
      gap: time(asks.gap, by),
      firstWithin: time(asks.firstWithin, by),
    },
  claims: (claims, by) => ({
    ...claims,
    tokenEvery: timeOrNever(claims.tokenEvery, by),
    streakWithin: time(claims.streakWithin, by),
    streaksPerSecond: claims.streaksPerSecond / by,
  }),
  surge: (surge, by) => ({ ...surge, lasts: time(surge.lasts, by), busySeconds: surge.busySeconds * by }),
  reservation: same,
  // Counted in seconds of life, which flow back as much faster.
  budget: (budget, by) => budget && { ...budget, perSecond: budget.perSecond / by },
  promoteAfter: timeOrNever,
  agesBy: time,
  waitingRest: timeOrNever,
  redialWithin: time,
  preemptAfter: timeOrNever,
  parkAnyAfter: timeOrNever,
  parkAnyUntil: timeOrNever,
  parkInformation: same,
  glance: (glance, by) => glance && { limit: time(glance.limit, by), again: time(glance.again, by) },
  bulletin: (bulletin, by) => bulletin && { ...bulletin, after: time(bulletin.after, by) },
  overload: (overload, by) =>
    overload && {
      ...overload,
      waited: time(overload.waited, by),
      inTime: time(overload.inTime, by),
    },
  answeredByAll: (part, by) => part && { ...part, parkAgainAfter: timeOrNever(part.parkAgainAfter, by) },
  alone: (part, by) => part && { ...part, parkAgainAfter: timeOrNever(part.parkAgainAfter, by) },
};

/** The same policy with every time multiplied by `by` and every rate divided. */
export function stretched(triage: TriageParameters, by: number): TriageParameters {
  const names = Object.keys(scaled) as (keyof TriageParameters)[];
  const scale = scaled as Readonly<Record<string, (value: unknown, by: number) => unknown>>;
  return Object.fromEntries(names.map((name) => [name, scale[name]!(triage[name], by)])) as TriageParameters;
}

/** The product's policy, but that nobody at these desks listens in on those who wait (*simak*). */
export const rehearsedPolicy: TriageParameters = { ...triageDefaults, glance: null };

/**
 * The policy as a rehearsal at `pace` times life runs it; `spoken` is the real length of the question (ms). What would be
 * shorter than a policy file may say is as short as it may.
 */
export function hastened(pace: number, spoken: number, triage: TriageParameters = rehearsedPolicy): TriageParameters {
  return withinBounds(askedAloud(pace, spoken, triage), "") as TriageParameters;
}

type Part = { readonly [name: string]: unknown };

function withinBounds(part: Part, path: string): Part {
  const bounded = (name: string, value: unknown): unknown => {
    if (typeof value === "object" && value !== null) return withinBounds(value as Part, `${path}${name}.`);
    const field = triageFields[`${path}${name}` as TriageKey];
    return typeof value === "number" ? Math.min(field?.high ?? value, Math.max(field?.low ?? value, value)) : value;
  };
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, bounded(name, value)]));
}

function askedAloud(pace: number, spoken: number, triage: TriageParameters): TriageParameters {
  const short = stretched(triage, 1 / pace);
  const { challenge } = short;
  if (challenge === null) return short;
  const longer = spoken - challenge.prompt + answerTakes;
  return {
    ...short,
    challenge: {
      ...challenge,
      prompt: spoken,
      timeout: challenge.timeout + answerTakes,
      firstWithin: challenge.firstWithin + longer,
    },
  };
}

/** `seconds` of life from the first ring to an operator, in a rehearsal (ms): the question takes its own time. */
export function targetFor(seconds: number, pace: number, spoken: number, triage = rehearsedPolicy): number {
  const asked = Math.min(triage.challenge?.prompt ?? 0, seconds * 1000);
  return (seconds * 1000 - asked) / pace + (asked > 0 ? spoken : 0);
}
