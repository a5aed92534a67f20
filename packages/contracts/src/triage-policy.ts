/** The policy file of a city, and what a supervisor may change of it: one row a key, in the order people read them. */
import type { TriageParameters } from "@siaga/core";
import { z } from "zod";
import { triageOrder } from "./planning.ts";

/** Every key: numbers and choices by their path, and parts that can be switched off as a whole. */
type PathOf<P> = {
  [K in keyof P & string]: NonNullable<P[K]> extends number | string | boolean
    ? K
    : (null extends P[K] ? K : never) | `${K}.${PathOf<NonNullable<P[K]>>}`;
}[keyof P & string];
export type TriageKey = PathOf<TriageParameters>;

/** `per-second`: so many a second. `switch`: a part that is there or not. */
export type TriageUnit = "ms" | "count" | "share" | "log-odds" | "per-second" | "choice" | "switch";
export type TriageField = {
  readonly unit: TriageUnit;
  /** Null for a switch and a choice. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whole numbers alone. */
  readonly whole?: true;
  /** May be null: the product does not do it. */
  readonly mayBeOff?: true;
  /** What it is set to when somebody switches on what is off by default. */
  readonly whenOn?: unknown;
  /** A switch that is true or false, not a part. */
  readonly flag?: true;
  readonly choices?: readonly string[];
  /** Rests on human behaviour nobody has measured: screens say so. */
  readonly assumption?: true;
};

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
/** The longest spoken question lasts this long (ms): to count it as shorter would cut callers off. */
const spokenQuestion = 1_500;

const ms = (low: number, high: number): TriageField => ({ unit: "ms", low, high });
const count = (low: number, high: number): TriageField => ({ unit: "count", low, high });
const whole = (low: number, high: number): TriageField => ({ unit: "count", low, high, whole: true });
const share = (low: number, high: number): TriageField => ({ unit: "share", low, high });
const odds = (low: number, high: number): TriageField => ({ unit: "log-odds", low, high });
const perSecond = (low: number, high: number): TriageField => ({ unit: "per-second", low, high });
const maybe = (field: TriageField, whenOn: unknown = null): TriageField => ({ ...field, mayBeOff: true, whenOn });
const part = (whenOn: unknown = null): TriageField => maybe({ unit: "switch", low: null, high: null }, whenOn);
const flag: TriageField = { unit: "switch", low: null, high: null, flag: true };
const assumed = (field: TriageField): TriageField => ({ ...field, assumption: true });

/**
 * Bounds keep a slip of the hand harmless; the low ones leave room for a room played many times faster than life. A caller of the waiting lane is always promoted within ten minutes: nobody
 * starves, so that this one part has no switch.
 */
export const triageFields: Readonly<Record<TriageKey, TriageField>> = {
  expressBelow: odds(-5, 5),
  "memory.nuisanceHalfLife": ms(hour, 365 * day),
  "memory.genuineHalfLife": ms(day, 3_650 * day),
  "memory.silentMost": count(0, 10),
  "memory.allCalls": ms(second, 10 * minute),
  "memory.unknownCalls": ms(second, 30 * minute),
  "risk.anonymous": odds(0, 5),
  "risk.anonymousPerRate": odds(0, 3),
  "risk.anonymousRate": perSecond(0.001, 10),
  "risk.nuisance": odds(0, 5),
  "risk.nuisanceMost": odds(0, 10),
  "risk.genuine": odds(0, 5),
  "risk.mistaken": share(0, 1),
  "risk.unknownRate": perSecond(0.0001, 10),
  "risk.unknownMost": odds(0, 10),
  "risk.nuisanceShareFrom": share(0, 0.95),
  "risk.nuisanceShareFull": share(0.05, 1),
  "abuser.nuisanceFrom": count(0.5, 100),
  "abuser.genuineBelow": count(0, 10),
  challenge: part(),
  "challenge.prompt": ms(spokenQuestion, 10 * second),
  "challenge.timeout": ms(500, 30 * second),
  "challenge.retries": whole(0, 5),
  "challenge.gap": ms(0, 30 * second),
  "challenge.firstWithin": ms(spokenQuestion, minute),
  "challenge.lateOpens": { unit: "choice", low: null, high: null, choices: ["express", "claim"] },
  "challenge.strong": odds(-10, 0),
  "challenge.weak": odds(-5, 0),
  "challenge.none": odds(0, 5),
  "challenge.strongAtRetry": odds(-10, 0),
  "challenge.strongUnclaimed": odds(-10, 0),
  "claims.tokenEvery": maybe(ms(10 * second, 30 * day)),
  "claims.streak": whole(1, 10),
  "claims.streakWithin": ms(10 * second, day),
  "claims.streaksPerSecond": perSecond(0, 1),
  "claims.streaksMost": count(0, 100),
  "claims.promotesUnclaimed": flag,
  "surge.lasts": ms(second, hour),
  "surge.busySeconds": count(1, 600),
  "surge.busyAbove": count(0, 100),
  reservation: part(),
  "reservation.claimPer": count(1, 1_000),
  "reservation.waitingLeast": whole(0, 50),
  "reservation.waitingPer": count(1, 1_000),
  "reservation.waitingCapPer": count(1, 100),
  budget: part(),
  "budget.perSecond": perSecond(0.01, 10),
  "budget.most": count(25, 3_600),
  "budget.charge": count(0, 25),
  "budget.always": flag,
  promoteAfter: ms(2 * second, 10 * minute),
  agesBy: ms(second, 10 * minute),
  waitingRest: maybe(ms(second, 2 * minute)),
  redialWithin: ms(0, hour),
  preemptAfter: maybe(ms(0, 10 * minute)),
  parkAnyAfter: assumed(maybe(ms(100, 10 * minute))),
  parkAnyUntil: assumed(maybe(ms(second, hour), 40 * second)),
  parkInformation: assumed(flag),
  glance: assumed(part()),
  "glance.limit": assumed(ms(100, 30 * second)),
  "glance.again": assumed(ms(second, hour)),
  bulletin: part(),
  "bulletin.reports": whole(2, 100),
  "bulletin.after": ms(0, 2 * minute),
  "bulletin.somethingElse": odds(-10, 0),
  "bulletin.kept": whole(0, 20),
  overload: assumed(part()),
  "overload.calls": assumed(whole(1, 100)),
  "overload.waited": assumed(ms(100, 10 * minute)),
  "overload.inTime": assumed(ms(0, 10 * minute)),
  answeredByAll: part(),
  "answeredByAll.share": share(0.5, 1),
  "answeredByAll.least": count(1, 1_000),
  "answeredByAll.parkAgainAfter": assumed(maybe(ms(100, 10 * minute))),
  alone: part(),
  "alone.asksAll": flag,
  "alone.parkAgainAfter": assumed(maybe(ms(100, 10 * minute))),
};

const keys = Object.keys(triageFields) as TriageKey[];
/** First words of the keys below `prefix`, each once. */
const namesBelow = (prefix: string): string[] => [
  ...new Set(keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length).split(".")[0] ?? "")),
];

function shapeOf(key: string): z.ZodType {
  const field: TriageField | undefined = triageFields[key as TriageKey];
  const shape = field === undefined || (field.unit === "switch" && !field.flag) ? partOf(`${key}.`) : valueOf(field);
  return (field?.mayBeOff ? shape.nullable() : shape).optional();
}
const partOf = (prefix: string): z.ZodType =>
  z.strictObject(Object.fromEntries(namesBelow(prefix).map((name) => [name, shapeOf(prefix + name)])), {
    error: (issue) => (issue.code === "invalid_type" ? "an object { … } of its keys" : undefined),
  });

function valueOf({ unit, low, high, whole: isWhole, choices, flag: isFlag }: TriageField): z.ZodType {
  if (isFlag) return z.boolean({ error: "true or false" });
  if (choices !== undefined) return z.enum(choices as [string], { error: choices.join(" or ") });
  const error = `${isWhole ? "a whole number" : "a number"} from ${low} to ${high}${unit === "ms" ? " (ms)" : ""}`;
  const number = z
    .number({ error })
    .min(low ?? 0, { error })
    .max(high ?? 0, { error });
  return isWhole ? number.int({ error }) : number;
}

/** `triage-policy.json`. Keys left out are as the product has them; null switches a part off. */
export const triagePolicyFile = z.strictObject({ order: triageOrder, parameters: partOf("").prefault({}) });

const group = (key: TriageKey): string => key.split(".")[0] ?? key;
/** The rows as a screen receives them. */
export const triageFieldRows = keys.map((key) => ({
  key,
  unit: triageFields[key].unit,
  group: group(key),
  low: triageFields[key].low,
  high: triageFields[key].high,
  assumption: triageFields[key].assumption ?? false,
  choices: [...(triageFields[key].choices ?? [])],
  mayBeOff: triageFields[key].mayBeOff ?? false,
  whenOn: triageFields[key].whenOn ?? null,
}));
