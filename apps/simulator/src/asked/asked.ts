import { readFileSync } from "node:fs";
import { type PolicyName, policyNames } from "../experiment/policies.ts";
import { type Scenario, scenarioNamed, scenarioNames } from "../population/scenario.ts";
import { readScenario } from "../scenario-file/read.ts";

/** What was asked on a command line, or the sentences that say what is accepted. */
export type Asked<T> =
  | { readonly ok: true; readonly asked: T }
  | { readonly ok: false; readonly sentences: readonly string[] };

const refused = (...sentences: string[]): { ok: false; sentences: string[] } => ({ ok: false, sentences });

/** Nobody waits for more; each is a whole replication. */
const seedsMost = 10_000;

/** `1000..1039` → forty seeds; one number is one seed. */
export function seedsAsked(text: string): Asked<number[]> {
  const [, first, last] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last ?? first)];
  if (first === undefined) return refused(`--seeds ${text}: give one whole number or first..last, e.g. 1000..1039.`);
  if (to < from) return refused(`--seeds ${text}: the last seed must be ${from} or more.`);
  if (to - from >= seedsMost) return refused(`--seeds ${text}: at most ${seedsMost} at a time.`);
  return { ok: true, asked: Array.from({ length: to - from + 1 }, (_, place) => from + place) };
}

/** `fifo,triage` → policies by name, in the order they were asked for. */
export function policiesAsked(text: string): Asked<PolicyName[]> {
  const names = text.split(",");
  const unknown = names.filter((name) => !policyNames.includes(name as PolicyName));
  if (unknown.length > 0) return refused(`--policies ${unknown.join(",")}: choose from ${policyNames.join(", ")}.`);
  return { ok: true, asked: [...new Set(names)] as PolicyName[] };
}

/** `evening,flood20u` or `all` → published scenarios. */
export function scenariosAsked(text: string): Asked<Scenario[]> {
  const names = text === "all" ? scenarioNames : text.split(",");
  const unknown = names.filter((name) => scenarioNamed(name) === undefined);
  if (unknown.length > 0) {
    return refused(`--scenario ${unknown.join(",")}: choose from ${scenarioNames.join(", ")}, or all.`);
  }
  return { ok: true, asked: names.map((name) => scenarioNamed(name)!) };
}

/** A scenario file (docs/scenario-file.md). */
export function fileAsked(path: string): Asked<Scenario> {
  const read = readText(path);
  if (read === null) return refused(`--file ${path}: there is no such file that can be read.`);
  let written: unknown;
  try {
    written = JSON.parse(read);
  } catch (error) {
    return refused(`--file ${path}: not JSON: ${(error as Error).message}.`);
  }
  const scenario = readScenario(written);
  return scenario.ok
    ? { ok: true, asked: scenario.scenario }
    : refused(...scenario.sentences.map((sentence) => `--file ${path}: ${sentence}`));
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** A list of whole numbers, each from `least` to `most`. */
export function numbersAsked(flag: string, text: string, least: number, most: number): Asked<number[]> {
  const numbers = text.split(",").map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : Number.NaN));
  const fine = numbers.every((number) => number >= least && number <= most);
  return fine
    ? { ok: true, asked: [...new Set(numbers)] }
    : refused(`--${flag} ${text}: give whole numbers from ${least} to ${most}.`);
}

/** A share given in percent. */
export function percentAsked(flag: string, text: string): Asked<number> {
  const given = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return given >= 0 && given <= 100 ? { ok: true, asked: given / 100 } : refused(`--${flag} ${text}: give 0 to 100.`);
}
