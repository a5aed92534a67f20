import type { Fate } from "@siaga/callers/flood";
import type { TriageParameters } from "@siaga/core";
import { classes, type PolicyRow, policyRows, replicateAll, type Scenario } from "@siaga/simulator";
import { stretched, targetFor } from "./hasten.ts";
import type { Order, Rehearsed } from "./rehearse.ts";

/** Figures of one evening, as lived or as simulated. Shares (0–1) of the persons in need whose first call was measured. */
export type EveningFigures = {
  readonly needs: number;
  /** Heard an operator within 10 s of life. */
  readonly p10: number;
  readonly p60: number;
  readonly lost: number;
  /** Met a busy tone at least once. */
  readonly refused: number;
  /** Operator minutes with nuisance in an hour of life. */
  readonly nuisanceMinutes: number;
};

/** How an evening is measured: `pace` times life, real lengths in ms. */
export type Measure = { readonly scenario: Scenario; readonly pace: number; readonly spoken: number };

/** Real ms within which 10 and 60 seconds of life count as kept. */
export const targetsOf = ({ pace, spoken }: Measure) => ({
  p10: targetFor(10, pace, spoken),
  p60: targetFor(60, pace, spoken),
});

const shareOf = <T>(all: readonly T[], counts: (one: T) => boolean): number =>
  all.length === 0 ? Number.NaN : all.filter(counts).length / all.length;

/** Persons in need whose first call fell into the measured time, as in the simulation. */
export function inNeed({ flooded }: Rehearsed, { scenario }: Measure): readonly Fate[] {
  const [from, until] = [scenario.warmUp * 1000, (scenario.warmUp + scenario.measured) * 1000];
  return flooded.fates.filter(
    ({ person, calls }) => calls > 0 && classes[person.class].inNeed && person.at >= from && person.at < until,
  );
}

/** What callers lived through. */
export function lived(evening: Rehearsed, measure: Measure): EveningFigures {
  const needs = inNeed(evening, measure);
  const targets = targetsOf(measure);
  const within =
    (limit: number) =>
    ({ answeredAfter }: Fate): boolean =>
      answeredAfter !== null && answeredAfter <= limit;
  const { warmUp, measured, drain, pickUp } = measure.scenario;
  const nuisance = evening.flooded.fates.filter(({ person }) => classes[person.class].nuisance);
  const spent = nuisance.reduce(
    (sum, { talked, conversations }) => sum + talked + (conversations * pickUp * 1000) / measure.pace,
    0,
  );
  const hours = (warmUp + measured + drain) / 3600;
  return {
    needs: needs.length,
    p10: shareOf(needs, within(targets.p10)),
    p60: shareOf(needs, within(targets.p60)),
    lost: shareOf(needs, ({ answeredAfter }) => answeredAfter === null),
    refused: shareOf(needs, ({ refusals }) => refusals > 0),
    nuisanceMinutes: (spent * measure.pace) / 60_000 / hours,
  };
}

/**
 * The same evenings in the simulation, which knows no pace: what is not hastened on the line (the question) is as much
 * longer there. `seeds` may be more than were played.
 */
export function simulated(
  order: Order,
  triage: TriageParameters,
  measure: Measure,
  seeds: readonly number[],
): EveningFigures {
  const row: PolicyRow =
    order === "first-come" ? policyRows.fifo : { ...policyRows.triage, triage: stretched(triage, measure.pace) };
  const runs = replicateAll(measure.scenario, row, seeds);
  const needs = runs.flatMap((run) => run.needs);
  const targets = targetsOf(measure);
  const within =
    (limit: number) =>
    ({ waited }: { readonly waited: number | null }): boolean =>
      waited !== null && waited <= limit * measure.pace;
  return {
    needs: needs.length,
    p10: shareOf(needs, within(targets.p10)),
    p60: shareOf(needs, within(targets.p60)),
    lost: shareOf(needs, ({ waited }) => waited === null),
    refused: shareOf(needs, ({ refused }) => refused),
    nuisanceMinutes: runs.reduce((sum, { nuisanceMinutes }) => sum + nuisanceMinutes, 0) / runs.length,
  };
}
