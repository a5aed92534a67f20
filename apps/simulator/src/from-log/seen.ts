import type { Origin } from "../population/numbers.ts";
import type { ScenarioFile } from "../scenario-file/shape.ts";

/** The days that are looked at (ms), and how far their clock is ahead of UTC (ms). */
export type Days = { readonly from: number; readonly to: number; readonly ahead: number };

/** Classes a record can tell apart. */
export type SeenClass = "real" | "information" | "prank" | "ghost";

/** One call while the log is read; only sums over all of them leave this folder. */
export type SeenCall = {
  readonly hour: number;
  readonly origin: Origin;
  /** Not a redial of a caller who had just given up: the model redials by itself. */
  readonly first: boolean;
  readonly caller: string | null;
  class: SeenClass | null;
  endedAt: number | null;
  /** ms of operator time; null: no operator spoke. */
  talked: number | null;
  waited: number;
  gaveUp: boolean;
};

/** A scenario file, or a sentence that says what the record lacks. */
export type ReadLog =
  | { readonly ok: true; readonly file: ScenarioFile }
  | { readonly ok: false; readonly sentence: string };

const hour = 3_600_000;

/** Hour of the day (0–23) on the city's clock. */
export const hourOf = (at: number, { ahead }: Days): number => Math.floor((at + ahead) / hour) % 24;
