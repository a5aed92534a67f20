import type { Estimate } from "@siaga/simulator";
import type { PolicyReport, Report } from "./bench.ts";

type Column = readonly [title: string, told: (figures: PolicyReport) => string];

const percent = ({ value, ci }: Estimate): string => {
  if (Number.isNaN(value)) return "–";
  return Number.isNaN(ci) ? (100 * value).toFixed(1) : `${(100 * value).toFixed(1)} ± ${(100 * ci).toFixed(1)}`;
};

const columns: readonly Column[] = [
  ["P10 %", ({ p10 }) => percent(p10)],
  ["P20 %", ({ p20 }) => percent(p20)],
  ["P60 %", ({ p60 }) => percent(p60)],
  ["lost %", ({ lost }) => percent(lost)],
  ["refused %", ({ refused }) => percent(refused)],
  ["P10 less fifo", ({ againstFifo }) => (againstFifo === undefined ? "" : percent(againstFifo.p10))],
  ["abuser's phone P10 / P60 / lost %", ({ byOrigin: { abuser } }) => ofAbusers(abuser)],
  ["nuisance min/h", ({ nuisanceMinutesPerHour }) => nuisanceMinutesPerHour.value.toFixed(0)],
  ["occupied %", ({ occupancy }) => (100 * occupancy.value).toFixed(0)],
];

function ofAbusers({ p10, p60, lost, needs }: PolicyReport["byOrigin"]["abuser"]): string {
  if (needs === 0) return "–";
  const share = ({ value }: Estimate): string => (100 * value).toFixed(0);
  return `${share(p10)} / ${share(p60)} / ${share(lost)} of ${needs}`;
}

/** Tables for docs/flood-benchmark.md: what is published is produced, never typed. */
export function markdown(reports: readonly Report[]): string {
  return `${reports.map((report) => tableOf(report)).join("\n\n")}\n`;
}

function tableOf({ scenario, seeds, replications, parametersHash, codeHash, policies }: Report): string {
  const all = Object.values(policies);
  const disaster = all.some(({ reportersServed }) => !Number.isNaN(reportersServed.value));
  const shown: readonly Column[] = disaster
    ? [...columns, ["incident callers served %", ({ reportersServed }) => percent(reportersServed)]]
    : columns;
  return [
    `### ${scenario}`,
    "",
    `${replications} replications, seeds ${seeds}, ${all[0]?.needs ?? 0} persons in need; ± half the 95 % interval. Simulated.`,
    `Parameters \`${parametersHash}\`, code \`${codeHash}\`.`,
    "",
    `| policy | ${shown.map(([title]) => title).join(" | ")} |`,
    `|---|${shown.map(() => "--:").join("|")}|`,
    ...Object.entries(policies).map(
      ([policy, figures]) => `| \`${policy}\` | ${shown.map(([, told]) => told(figures)).join(" | ")} |`,
    ),
  ].join("\n");
}
