import type { PresentedCaller, Report } from "@siaga/contracts/exchange-link";
import type { Input, Instant } from "@siaga/core";

/** What only a new call brings beside its input: who calls (personal data, never logged) and the number dialled. */
export type Arrived = { readonly presented: PresentedCaller; readonly dialled: string };

/** Tells whoever leads what happened. Never throws, never waits. */
export type Tell = (input: Input, arrived?: Arrived) => void;

/** Something seen, with its time, before or without a number on the link. */
export type Seen = Pick<Report, "at" | "input" | "presented" | "dialled">;

/** Somebody who decides: the centre over the link, or the exchange's own core. */
export interface Brain {
  accept(report: Report): void;
}

export function seenAt(at: Instant, input: Input, arrived?: Arrived): Seen {
  return arrived ? { at, input, ...arrived } : { at, input };
}
