/**
 * Who gets through in a flood, policy beside policy on the same callers.
 * `npm run bench:flood -- --scenario evening --seeds 900000..900039 --policies fifo,block3,triage --json out.json`
 * Simulated: the assumptions stand in apps/simulator/src/population.
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  type Estimate,
  type Figures,
  figuresOf,
  type PolicyName,
  policyNames,
  policyRows,
  replicateOnThreads,
  scenarioNamed,
  scenarioNames,
} from "@siaga/simulator";

const { values } = parseArgs({
  options: {
    scenario: { type: "string", default: "evening" },
    seeds: { type: "string", default: "1000..1039" },
    policies: { type: "string", default: "fifo,block3,prio-score,triage,oracleRes" },
    channels: { type: "string" },
    operators: { type: "string" },
    json: { type: "string" },
  },
});

/** Says what is accepted and ends: the figures of another run than the one asked for would mislead. */
function stop(sentence: string): never {
  console.error(sentence);
  process.exit(78);
}

function seedsOf(text: string): number[] {
  const [first, last] = text.split("..").map(Number);
  if (first === undefined || !Number.isInteger(first))
    stop(`--seeds ${text}: give one seed or first..last, e.g. 1000..1039`);
  const end = last ?? first;
  if (!Number.isInteger(end) || end < first)
    stop(`--seeds ${text}: the last seed must be a whole number from ${first} on`);
  return Array.from({ length: end - first + 1 }, (_, place) => first + place);
}

function policiesOf(text: string): PolicyName[] {
  const names = text.split(",");
  const unknown = names.filter((name) => !policyNames.includes(name as PolicyName));
  if (unknown.length > 0) stop(`--policies ${unknown.join(",")}: choose from ${policyNames.join(", ")}`);
  return names as PolicyName[];
}

const whole = (key: "channels" | "operators"): number | null => {
  const text = values[key];
  if (text === undefined) return null;
  if (!/^[1-9]\d*$/.test(text)) stop(`--${key} ${text}: a whole number from 1 on`);
  return Number(text);
};

const changes = { channels: whole("channels"), operators: whole("operators") };
const own = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null));

/** One policy on every seed, on all cores. */
const play = async (name: string, policy: PolicyName): Promise<Figures> =>
  figuresOf(await replicateOnThreads({ ...scenarioNamed(name)!, ...own }, policy, seeds));

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
const root = resolve(import.meta.dirname, "../..");
const code = globSync(["packages/core/src/**/*.ts", "apps/simulator/src/**/*.ts"], { cwd: root })
  .filter((file) => !file.endsWith(".test.ts"))
  .sort()
  .map((file) => readFileSync(resolve(root, file), "utf8"));

const percent = ({ value, ci }: Estimate): string =>
  Number.isNaN(value) ? "–" : `${(100 * value).toFixed(1)}${Number.isNaN(ci) ? "" : `±${(100 * ci).toFixed(1)}`}`;
const row = (figures: Figures) => ({
  needs: figures.needs,
  P10: percent(figures.p10),
  P20: percent(figures.p20),
  P60: percent(figures.p60),
  lost: percent(figures.lost),
  refused: percent(figures.refused),
  "abuser P10": percent(figures.byOrigin.abuser.p10),
  "abuser P60": percent(figures.byOrigin.abuser.p60),
  "nuisance min/h": figures.nuisanceMinutesPerHour.value.toFixed(0),
  occupancy: percent(figures.occupancy),
  reporters: percent(figures.reportersServed),
});

const seeds = seedsOf(values.seeds);
const policies = policiesOf(values.policies);
const names = values.scenario === "all" ? scenarioNames : values.scenario.split(",");
const reports = [];
for (const name of names) {
  if (scenarioNamed(name) === undefined) stop(`--scenario ${name}: choose from ${scenarioNames.join(", ")}, or all`);
  const told: Record<string, Figures> = {};
  for (const policy of policies) told[policy] = await play(name, policy);
  console.log(`\n${name}: ${seeds.length} replications, seeds ${values.seeds} (simulated)`);
  console.table(Object.fromEntries(Object.entries(told).map(([policy, figures]) => [policy, row(figures)])));
  reports.push({
    scenario: name,
    seeds: values.seeds,
    replications: seeds.length,
    parametersHash: hash(JSON.stringify(policies.map((policy) => policyRows[policy]))),
    codeHash: hash(code.join("\n")),
    policies: told,
  });
}
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`);
}
