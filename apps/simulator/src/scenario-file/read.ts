import { unknownChanges } from "../experiment/policy-changes.ts";
import { type CallerClass, type ClassName, classes } from "../population/classes.ts";
import {
  asking,
  idle,
  needy,
  ordinary,
  type Redialling,
  type Scenario,
  scenarioNamed,
  scenarioNames,
  type Source,
} from "../population/scenario.ts";
import { type ScenarioFile, scenarioFile } from "./shape.ts";

/** A scenario, or one sentence for each key that cannot be used. */
export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly sentences: readonly string[] };

/** Reads what a city wrote. Nothing unknown is passed over: the figures of another scenario would mislead. */
export function readScenario(written: unknown): ReadScenario {
  const read = scenarioFile.safeParse(written);
  if (!read.success) {
    const sentences = read.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}.`);
    return { ok: false, sentences };
  }
  const sentences = [...unknownScenario(read.data), ...unknownChanges(read.data.policy ?? {}), ...nobody(read.data)];
  return sentences.length > 0 ? { ok: false, sentences } : { ok: true, scenario: scenarioOf(read.data) };
}

const unknownScenario = ({ like }: ScenarioFile): string[] =>
  like === undefined || scenarioNamed(like) !== undefined
    ? []
    : [`like: there is no scenario ${like}; choose from ${scenarioNames.join(", ")}.`];

function nobody({ like, callers, operators }: ScenarioFile): string[] {
  const real = callers?.some(({ class: name }) => name === "real");
  const sentences: string[] = [];
  if (like === undefined && callers === undefined)
    sentences.push("callers: say who calls, or which scenario it is like.");
  if (callers !== undefined && real !== true)
    sentences.push("callers: without real callers there is nothing to measure.");
  if (operators === 0) sentences.push("operators: somebody must be on shift.");
  return sentences;
}

function scenarioOf(file: ScenarioFile): Scenario {
  const like: Scenario = (file.like === undefined ? undefined : scenarioNamed(file.like)) ?? {
    ...ordinary,
    name: file.name,
    sources: [],
  };
  const sources = file.callers === undefined ? like.sources : file.callers.map(sourceOf);
  return {
    ...like,
    name: file.name,
    operators: file.operators ?? like.operators,
    channels: file.lines ?? like.channels,
    startsAt: file.startsAtHour ?? like.startsAt ?? 0,
    warmUp: scaled(file.warmUpMinutes, 60) ?? like.warmUp,
    measured: scaled(file.measuredHours, 3_600) ?? like.measured,
    drain: scaled(file.drainMinutes, 60) ?? like.drain,
    pickUp: file.pickUpSeconds ?? like.pickUp,
    poolLabelsPerDay: file.nuisanceLabelsPerDay ?? like.poolLabelsPerDay,
    sources: file.disaster === undefined ? sources : [...sources.filter(({ burst }) => !burst), ...disasterOf(file)],
    redialling: file.redialling?.map(redialOf) ?? like.redialling,
    ...(file.classes !== undefined && { classes: { ...like.classes, ...classesOf(file.classes) } }),
    ...(file.policy !== undefined && { policy: file.policy }),
  };
}

const scaled = (value: number | undefined, by: number): number | undefined =>
  value === undefined ? undefined : value * by;

/** Where calls come from when the file does not say. */
const usualOrigins: Readonly<Record<ClassName, Source["origins"]>> = {
  real: needy,
  disaster: needy,
  information: asking,
  prank: idle,
  ghost: idle,
  "silent-bot": { new: 1 },
  "audio-bot": { new: 1 },
  actor: { new: 1 },
  redialler: { new: 1 },
};

function sourceOf(caller: NonNullable<ScenarioFile["callers"]>[number]): Source {
  const origins = (caller.origins ?? usualOrigins[caller.class]) as Source["origins"];
  if (typeof caller.perHour === "number") return { class: caller.class, perHour: caller.perHour, origins };
  const mean = caller.perHour.reduce((sum, rate) => sum + rate, 0) / 24;
  const hours = caller.perHour.map((rate) => (mean === 0 ? 1 : rate / mean));
  return { class: caller.class, perHour: mean, origins, hours };
}

/** A burst that dies away brings `callers` in all: its rate at the beginning follows. */
function disasterOf({ disaster }: ScenarioFile): Source[] {
  if (!disaster) return [];
  const decay = disaster.decayMinutes * 60;
  const perHour = (disaster.callers / decay) * 3_600;
  return [{ class: "disaster", perHour, origins: needy, burst: { from: disaster.fromMinutes * 60, decay } }];
}

const redialOf = (told: NonNullable<ScenarioFile["redialling"]>[number]): Redialling =>
  "phones" in told
    ? { kind: "always", phones: told.phones }
    : {
        kind: "groups",
        perHour: told.groupsPerHour,
        most: told.mostPhones,
        active: told.activeMinutes * 60,
        known: told.knownShare,
      };

const classesOf = (told: NonNullable<ScenarioFile["classes"]>): Partial<Record<ClassName, CallerClass>> =>
  Object.fromEntries(
    Object.entries(told).map(([name, own]) => [name, { ...classes[name as ClassName], ...own } as CallerClass]),
  );
