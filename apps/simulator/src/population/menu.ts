import { type Stream, streamOf } from "../chance/stream.ts";
import type { CallerClass } from "./classes.ts";

/** A menu everybody hears to its end before the room hears of them (s). */
export type Menu = { readonly shortest: number; readonly longest: number; readonly unanswered: number };

/** Eight to nine and a half seconds; half a minute more for whoever answers neither the first nor the second question. */
export const publishedMenu: Menu = { shortest: 8, longest: 9.5, unanswered: 30 };

/** What the menu leaves to chance in call number `calls` of this person. */
export const menuChance = (seed: number, key: number, calls: number): Stream => streamOf(seed, 79, key, calls);

/** How long one caller is in the menu (ms). */
export function spentIn({ shortest, longest, unanswered }: Menu, kind: CallerClass, chance: Stream): number {
  const heard = 1000 * (shortest + (longest - shortest) * chance.unit());
  const [first, second] = [chance.unit(), chance.unit()];
  const silent =
    first >= kind.asked.strong + kind.asked.weak && second >= kind.askedAgain.strong + kind.askedAgain.weak;
  return silent ? heard + 1000 * unanswered : heard;
}
