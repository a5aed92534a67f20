import type { TriageParameters } from "#admission";
import type { Duration, FallbackTarget } from "#kernel";

/** What a city may tune. Durations in ms. The exchange's fail-open is the same core under another policy. */
export type Policy = {
  readonly name: "normal" | "fail-open";
  /** `longest-idle`: one desk at a time. `ring-all`: every available desk, first to accept wins. */
  readonly offering: "longest-idle" | "ring-all";
  /** An offer rings this long at one desk before the call goes on to the next. */
  readonly offerLapse: Duration;
  /** Ringing this long without an answer: SIP 200 and the first prompt (4 s). */
  readonly ringingLimit: Duration;
  /** Unanswered this long: supervisors' desks and fallback numbers ring too, alarm on every screen (20 s). */
  readonly answerLimit: Duration;
  /** Wrap-up returns to available by itself after this long; the call goes to the review list (30 s). */
  readonly wrapUpLapse: Duration;
  /** A party that does not answer within this time is given up, and the caller is back with the operator (25 s). */
  readonly partyLimit: Duration;
  /** Held this long, the caller rings back at the operator, and again each time (60 s). */
  readonly holdLimit: Duration;
  readonly fallback: readonly FallbackTarget[];
  /** Lines whose calls are recorded: the notice is spoken as part of the first prompt. */
  readonly recordedLines: readonly string[];
  /** Who is next when too many call; null: first come, first served. */
  readonly triage?: TriageParameters | null;
};

/** The city's default. */
export const normalPolicy: Policy = {
  name: "normal",
  offering: "longest-idle",
  offerLapse: 12_000,
  ringingLimit: 4_000,
  answerLimit: 20_000,
  wrapUpLapse: 30_000,
  partyLimit: 25_000,
  holdLimit: 60_000,
  fallback: [],
  recordedLines: ["112"],
};

/** No centre: first in first out, every desk rings, nothing waits for a form. */
export const failOpenPolicy = (city: Policy): Policy => ({
  ...city,
  name: "fail-open",
  offering: "ring-all",
  wrapUpLapse: 5_000,
  triage: null,
});
