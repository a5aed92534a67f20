import { streamOf } from "../chance/stream.ts";
import type { CallerClass, Redial, Spread } from "./classes.ts";

/** All that one call of a person leaves to chance, drawn before it begins, so that no policy changes any of it. */
export type Drawn = {
  /** ms until this caller gives up, counted from the first ring. */
  readonly patience: number;
  /** ms an operator needs for this caller. */
  readonly service: number;
  /** Chance (0–1) that decides the answer to the first question and to each repeated one. */
  readonly answers: readonly number[];
  /** Share (0–1) of the longest hesitation before each answer. */
  readonly delays: readonly number[];
  readonly label: number;
  readonly redial: number;
  /** Chance that decides whether the operator lets them wait when asked the first and the second time. */
  readonly parked: readonly number[];
  readonly told: number;
  readonly glanced: number;
};

type Chance = ReturnType<typeof streamOf>;

const spread = (chance: Chance, { mean, cv }: Spread): number =>
  cv === "exponential" ? chance.exponential(mean) : chance.logNormal(mean, cv);

/** What is left to chance in call number `calls` (from 1) of this person. */
export const chanceOf = (seed: number, key: number, calls: number): Chance => streamOf(seed, 77, key, calls);

export function drawCall(kind: CallerClass, chance: Chance): Drawn {
  const drawn = {
    patience: 1000 * spread(chance, kind.patience),
    service: 1000 * spread(chance, kind.service),
    answers: [chance.unit(), chance.unit(), chance.unit()],
    delays: [chance.unit(), chance.unit(), chance.unit()],
    label: chance.unit(),
    redial: chance.unit(),
    parked: chance.unit(),
    told: chance.unit(),
    glanced: chance.unit(),
  };
  // Last, so that what was published before this was drawn still comes of the same seed.
  return { ...drawn, parked: [drawn.parked, chance.unit()] };
}

/** Whether the caller digits in, makes a sound or does nothing when asked for the `asked`th time (from 0). */
export function responseOf(kind: CallerClass, drawn: Drawn, asked: number): "strong" | "weak" | "none" {
  const { strong, weak } = asked === 0 ? kind.asked : kind.askedAgain;
  const answer = drawn.answers[asked] ?? 1;
  if (answer < strong) return "strong";
  return answer < strong + weak ? "weak" : "none";
}

/** ms between the end of the question and its answer: one to three seconds. */
export const hesitation = (drawn: Drawn, asked: number): number => 1000 * (1 + 2 * (drawn.delays[asked] ?? 0));

/** ms before the next call of this person; `longer` (s) where a block has to run out first. */
export const pauseBefore = (seed: number, key: number, calls: number, { after, mean }: Redial, longer = 0): number =>
  (after + longer + streamOf(seed, 78, key, calls).exponential(Math.max(mean, 1e-6))) * 1000;

/** How often operators label nuisance as nuisance, and a real caller as nuisance. */
export const labelled = { nuisance: 0.95, real: 0.01 };
