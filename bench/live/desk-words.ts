/** What a rehearsed flood and its desks' process say to one another. */
import type { Parks } from "@siaga/simulator";

/** How people at desks behave; times in real ms. */
export type DeskManner = {
  /** From the first ring to the answer key. */
  readonly pickUp: number;
  /** Draws their mistakes. */
  readonly seed: number;
  /** How often nuisance is labelled as nuisance, and a real caller as nuisance. */
  readonly labelled: { readonly nuisance: number; readonly real: number };
  /** Asked to let a caller wait: how often they do, and how long that takes (real ms). */
  readonly parks: Parks;
};

export type ToDesks = {
  readonly type: "sit-down";
  readonly console: string;
  readonly desks: readonly (readonly [username: string, desk: string])[];
  readonly manner: DeskManner;
};

export type FromDesks =
  | { readonly type: "seated" }
  | { readonly type: "answered"; readonly desk: string }
  /** A caller's voice is heard for the first time in this conversation; Hz. */
  | { readonly type: "heard"; readonly desk: string; readonly voice: number }
  | { readonly type: "labelled"; readonly desk: string; readonly nuisance: boolean }
  | { readonly type: "parked"; readonly desk: string; readonly nuisance: boolean }
  /** Free for the next call. */
  | { readonly type: "free"; readonly desk: string }
  | { readonly type: "failed"; readonly sentence: string };
