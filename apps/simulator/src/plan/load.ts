import { type CallerClass, classes } from "../population/classes.ts";
import type { Redialling, Scenario, Source } from "../population/scenario.ts";
import type { Load } from "./erlang-a.ts";

/** The busiest hour of a scenario as one stream of calls: first calls alone, and phones that redial as if answered at once. */
export function loadOf(scenario: Scenario): Load {
  const kindOf = (name: Source["class"]): CallerClass => scenario.classes?.[name] ?? classes[name];
  const streams = [
    ...scenario.sources.map((source) => ({ perHour: busiest(source), kind: kindOf(source.class) })),
    ...scenario.redialling.map((phones) => ({
      perHour: phonesOf(phones) * perPhone(kindOf("redialler"), scenario.pickUp),
      kind: kindOf("redialler"),
    })),
  ];
  const callsPerHour = streams.reduce((sum, { perHour }) => sum + perHour, 0);
  const weighed = (value: (kind: CallerClass) => number): number =>
    streams.reduce((sum, { perHour, kind }) => sum + perHour * value(kind), 0) / Math.max(callsPerHour, 1e-9);
  return {
    callsPerHour,
    service: scenario.pickUp + weighed(({ service }) => service.mean),
    patience: weighed(({ patience }) => patience.mean),
  };
}

/** A burst counts with all its callers, spread over the hour it falls into. */
function busiest({ perHour, hours, burst }: Source): number {
  if (burst !== undefined) return (perHour * burst.decay * (1 - Math.exp(-3_600 / burst.decay))) / 3_600;
  return hours === undefined ? perHour : perHour * Math.max(...hours);
}

const phonesOf = (told: Redialling): number =>
  told.kind === "always" ? told.phones : (told.perHour * ((1 + told.most) / 2) * told.active) / 3_600;

function perPhone({ service, returns }: CallerClass, pickUp: number): number {
  const pause = returns === null ? Number.POSITIVE_INFINITY : returns.after + returns.mean;
  return 3_600 / (service.mean + pickUp + pause);
}
