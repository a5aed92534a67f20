import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { triageFields, type TriageKey, triagePolicyFile } from "@siaga/contracts/triage-policy";
import { triageDefaults, type TriageParameters } from "@siaga/core";

/** Who is next when too many call, as a city has it. */
export type TriagePolicySetting = {
  readonly order: "triage" | "first-come";
  /** Whole; kept also while calls are served first come, first served. */
  readonly parameters: TriageParameters;
};
type Refused = { readonly ok: false; readonly sentences: readonly string[] };
export type ReadTriagePolicy = ({ readonly ok: true } & TriagePolicySetting) | Refused;

/** What the core is given: null is first come, first served. */
export const triageInForce = ({ order, parameters }: TriagePolicySetting): TriageParameters | null =>
  order === "triage" ? parameters : null;

/** The folder of a city's own files. */
export const cityFolder = (city: "demo" | "empty"): string =>
  join(import.meta.dirname, "../../../cities", city === "demo" ? "kota-serang" : "empty");

/** The policy written down: `file` where it is there, else the city's own. */
export function readTriagePolicy(file: string, city: "demo" | "empty"): ReadTriagePolicy {
  const path = existsSync(file) ? file : join(cityFolder(city), "triage-policy.json");
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return { ok: false, sentences: [`${path} cannot be read as JSON: ${(error as Error).message}`] };
  }
  return checkTriagePolicy(content, path);
}

/** Checks what was written, and lays it over the product's own. `where` is named in the sentences, one a mistake. */
export function checkTriagePolicy(content: unknown, where: string): ReadTriagePolicy {
  const read = triagePolicyFile.safeParse(content);
  if (!read.success)
    return { ok: false, sentences: read.error.issues.flatMap((issue) => sentencesOf(issue, where, content)) };
  const parameters = laidOver(triageDefaults, read.data.parameters as Changes) as TriageParameters;
  const { nuisanceShareFrom, nuisanceShareFull } = parameters.risk;
  if (nuisanceShareFrom < nuisanceShareFull) return { ok: true, order: read.data.order, parameters };
  const accepted = `accepted is less than risk.nuisanceShareFull (${nuisanceShareFull})`;
  return { ok: false, sentences: [`risk.nuisanceShareFrom (in ${where}) is ${nuisanceShareFrom}: ${accepted}.`] };
}

type Changes = { readonly [name: string]: unknown };
const isPart = (value: unknown): value is Changes => typeof value === "object" && value !== null;

/** Nested; a part that is off by default and only partly given is completed by what it is when switched on. */
function laidOver(before: Changes, changes: Changes, path = ""): Changes {
  const after: Record<string, unknown> = { ...before };
  for (const [name, told] of Object.entries(changes)) {
    if (told === undefined) continue;
    const key = path + name;
    const was = before[name] ?? triageFields[key as TriageKey]?.whenOn;
    after[name] = isPart(told) && isPart(was) ? laidOver(was, told, `${key}.`) : told;
  }
  return after;
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string; readonly code?: string; readonly keys?: readonly string[] }; // prettier-ignore

function sentencesOf(issue: Issue, where: string, content: unknown): string[] {
  const path = issue.path.map(String);
  const key = (parts: readonly string[]): string => parts.join(".").replace(/^parameters\./, "");
  if (issue.code === "unrecognized_keys")
    return (issue.keys ?? []).map(
      (name) => `${key([...path, name])} (in ${where}) is not a key of the policy; remove it or check its spelling.`,
    );
  const value = path.reduce<unknown>((inner, name) => (inner as Changes | null | undefined)?.[name], content);
  const accepted = issue.message.replace(/^Invalid (input|option): expected /, "");
  return [
    `${key(path) || "the policy"} (in ${where}) is ${JSON.stringify(value) ?? "missing"}: accepted is ${accepted}.`,
  ];
}
