/**
 * Who gets through in a flood, policy beside policy on the same callers.
 * `npm run bench:flood -- --scenario evening --seeds 900000..900039 --policies fifo,block3,triage --json out.json`
 * Simulated: docs/flood-benchmark.md tells the assumptions and every option.
 */
import { writeFileSync } from "node:fs";
import {
  type Differences,
  differencesOf,
  type Estimate,
  type Figures,
  figuresOf,
  type PolicyName,
  replicateOnThreads,
  type Replication,
  type Scenario,
} from "@siaga/simulator";
import { wanted } from "./asked.ts";
import { codeHash, parametersHash } from "./hashes.ts";
import { markdown } from "./markdown.ts";

/** What is published of one scenario. Shares are fractions 0–1; `ci` is half the 95 % interval. */
export type Report = {
  readonly scenario: string;
  readonly seeds: string;
  readonly replications: number;
  readonly parametersHash: string;
  readonly codeHash: string;
  readonly policies: Readonly<Record<string, PolicyReport>>;
};
/** `againstFifo`: this policy less first come first served, on the same callers. */
export type PolicyReport = Figures & { readonly againstFifo?: Differences };

const asked = wanted(process.argv.slice(2));

async function reportOf(scenario: Scenario): Promise<Report> {
  const played = new Map<PolicyName, readonly Replication[]>();
  for (const policy of asked.policies) {
    const seen = progress(`${scenario.name} ${policy}`);
    played.set(policy, await replicateOnThreads(scenario, policy, asked.seeds, seen, asked.threads));
  }
  const fifo = played.get("fifo");
  const policies = [...played].map(([policy, runs]): [string, PolicyReport] => [
    policy,
    { ...figuresOf(runs), ...(fifo !== undefined && policy !== "fifo" && { againstFifo: differencesOf(runs, fifo) }) },
  ]);
  return {
    scenario: scenario.name,
    seeds: asked.seedsText,
    replications: asked.seeds.length,
    parametersHash: parametersHash(scenario, asked.policies),
    codeHash: codeHash(),
    policies: Object.fromEntries(policies),
  };
}

/** How far it is, on one line of a screen that somebody watches. */
function progress(what: string): (done: number) => void {
  const { stderr } = process;
  return (done) => {
    if (stderr.isTTY)
      stderr.write(`\r\x1b[K${done < asked.seeds.length ? `${what}: ${done}/${asked.seeds.length}` : ""}`);
  };
}

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

const reports: Report[] = [];
for (const scenario of asked.scenarios) {
  const report = await reportOf(scenario);
  console.log(
    `\n${scenario.name}: ${report.replications} replications, seeds ${report.seeds} (simulated, assumptions in docs/flood-benchmark.md)`,
  );
  const rows = Object.entries(report.policies).map(([policy, figures]) => [policy, row(figures)]);
  console.table(Object.fromEntries(rows));
  reports.push(report);
}
if (asked.json !== undefined) {
  writeFileSync(asked.json, `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`);
}
if (asked.markdown !== undefined) writeFileSync(asked.markdown, markdown(reports));
