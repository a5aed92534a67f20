import type { LineCall } from "@siaga/contracts/http";
import type { Tone } from "../parts/chip.tsx";

export type Hearing = "good" | "fair" | "poor" | "unknown";

/**
 * A mean opinion score as a word. ITU-T G.107 Annex B: from 3.6 some are dissatisfied, below 3.1 nearly all; a perfect
 * telephone line reaches 4.4.
 */
export function hearingOf(score: number | null): Hearing {
  if (score === null) return "unknown";
  if (score >= 3.6) return "good";
  return score >= 3.1 ? "fair" : "poor";
}

export const hearingTones = { good: "ok", fair: "warn", poor: "crit", unknown: "calm" } as const satisfies Record<
  Hearing,
  Tone
>;

/** The worse of both directions comes first in lists; what nobody measured comes last. */
export const worstScore = ({ mosIn, mosOut }: Pick<LineCall, "mosIn" | "mosOut">): number =>
  Math.min(mosIn ?? 5, mosOut ?? 5);
