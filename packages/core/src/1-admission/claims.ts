import type { Instant } from "#kernel";
import { type Allowance, leftNow } from "./fading.ts";
import type { ClaimParameters } from "./triage-parameters.ts";

/** What a known abuser has claimed lately: right answers to the challenge. */
export type ClaimRecord = {
  readonly believedAt: Instant | null;
  readonly right: number;
  readonly rightAt: Instant;
};

export const noClaims: ClaimRecord = { believedAt: null, right: 0, rightAt: 0 };

/** By what a right answer of a known abuser is believed; null: not this time, and the call waits on. */
export type Belief = "token" | "streak" | null;

/** Right answers within one streak, this one counted. */
export const streakNow = (record: ClaimRecord, at: Instant, { streakWithin }: ClaimParameters): number =>
  at - record.rightAt <= streakWithin ? record.right + 1 : 1;

/** Even the most persistent caller has an emergency one day: a right answer is believed once in a while, or when repeated. */
export function believe(record: ClaimRecord, shared: Allowance, at: Instant, claims: ClaimParameters): Belief {
  const { tokenEvery, streak, streaksPerSecond, streaksMost } = claims;
  if (tokenEvery === null || record.believedAt === null || at - record.believedAt >= tokenEvery) return "token";
  if (streakNow(record, at, claims) < streak) return null;
  return leftNow(shared, at, streaksPerSecond, streaksMost) >= 1 ? "streak" : null;
}
