import type { Duration, Instant } from "#kernel";

/** What an amount has faded to: half of it is gone after every half-life (ms). A clock that ran back fades nothing. */
export const faded = (amount: number, since: Instant, now: Instant, halfLife: Duration): number =>
  now <= since ? amount : amount * 0.5 ** ((now - since) / halfLife);

/** What faded nuisance weighs: what was meant, and of silence only so much. */
export const nuisanceOf = (meant: number, silent: number, { silentMost }: { readonly silentMost: number }): number =>
  meant + Math.min(silentMost, silent);

/** A count that drifts to what is seen now: events a second, forgetting with `memory` (ms). */
export type Rate = { readonly perSecond: number; readonly at: Instant };

export const noRate: Rate = { perSecond: 0, at: 0 };

/** The rate as it stands now, nothing new having been seen. */
export const rateNow = ({ perSecond, at }: Rate, now: Instant, memory: Duration): number =>
  now <= at ? perSecond : perSecond * Math.exp(-(now - at) / memory);

/** One more was seen. In a steady stream the rate settles at events a second. */
export const seen = (rate: Rate, now: Instant, memory: Duration): Rate => ({
  perSecond: rateNow(rate, now, memory) + 1000 / memory,
  at: Math.max(rate.at, now),
});

/** What may be spent, filling up again by itself: never more than `most`. */
export type Allowance = { readonly left: number; readonly at: Instant };

/** What is left now; `perSecond` flows back. */
export const leftNow = ({ left, at }: Allowance, now: Instant, perSecond: number, most: number): number =>
  Math.min(most, left + (Math.max(0, now - at) / 1000) * perSecond);
