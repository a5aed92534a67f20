/**
 * Who gets through in a flood, lived instead of simulated: callers dial over SIP and speak over RTP, three automatic desks
 * answer, a whole centre stands between them, once under triage and once first come, first served.
 * `npm run bench:live -- --minutes 5 --scale 10 --scenario flood20few --in-need 24 --seed 1000 --json FILE`
 * Beside it stands what the simulation says of the same evening. Assumptions: apps/simulator/src/population.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Scenario, scenarioNamed, scenarioNames } from "@siaga/simulator";
import { bringPrograms } from "../../scripts/programs.ts";
import { measureOf, playBothOrders } from "./both-orders.ts";
import { hastened } from "./hasten.ts";
import { judgeEvening, judgeOrders } from "./judge.ts";
import { type EveningFigures, lived, simulated, targetsOf } from "./report.ts";
import type { Order } from "./rehearse.ts";
import { shortEvening } from "./short-evening.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    scale: { type: "string", default: "10" },
    scenario: { type: "string", default: "flood20few" },
    "in-need": { type: "string", default: "24" },
    seed: { type: "string", default: "1000" },
    json: { type: "string" },
  },
});

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(78);
}

function positive(key: "minutes" | "scale" | "in-need"): number {
  const value = Number(values[key]);
  if (!(value > 0)) stop(`--${key} ${values[key]}: a number above 0`);
  return value;
}

/** What can be played on a line; a disaster is not: nobody here reads out a bulletin's answer. */
const playable = ["short-evening", ...scenarioNames.filter((name) => name.startsWith("flood") || name === "evening")];

/**
 * The published scenario, watched for so many real minutes; a quarter of them before, so that the flood already stands. More
 * people in need than the published six an hour, so that an evening says something: the simulation has as many.
 */
function scenarioFor(name: string, minutes: number, pace: number, inNeed: number): Scenario {
  if (!playable.includes(name)) stop(`--scenario ${name}: choose from ${playable.join(", ")}`);
  if (name === shortEvening.name) return shortEvening;
  const measured = minutes * 60 * pace;
  const published = scenarioNamed(name)!;
  const sources = published.sources.map((source) =>
    source.class === "real" ? { ...source, perHour: inNeed } : source,
  );
  return { ...published, sources, warmUp: Math.min(900, measured / 4), measured, drain: Math.min(300, measured / 10) };
}

const percent = (share: number): string => (Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`);
const row = ({ needs, p10, p60, lost, refused, nuisanceMinutes }: EveningFigures) => ({
  "in need": needs,
  "within 10 s": percent(p10),
  "within 60 s": percent(p60),
  lost: percent(lost),
  refused: percent(refused),
  "nuisance min/h": nuisanceMinutes.toFixed(0),
});

bringPrograms();
const [pace, minutes] = [positive("scale"), positive("minutes")];
const seed = Number(values.seed);
if (!Number.isInteger(seed)) stop(`--seed ${values.seed}: a whole number`);
const evenings = {
  scenario: scenarioFor(values.scenario, minutes, pace, positive("in-need")),
  seed,
  pace,
  atMost: 20_000,
};
const measure = measureOf(evenings);
const triage = hastened(pace, measure.spoken);
const targets = targetsOf(measure);
const played = await playBothOrders(evenings, (order, { flooded }) =>
  console.log(`${order}: ${flooded.placed} calls placed, ${flooded.most} at once`),
);
const many = Array.from({ length: 40 }, (_, place) => seed + place);
const figures = (order: Order) => ({
  lived: lived(played[order], measure),
  simulatedSameEvening: simulated(order, triage, measure, [seed]),
  simulatedFortyEvenings: simulated(order, triage, measure, many),
});
const result = { triage: figures("triage"), "first-come": figures("first-come") };
console.log(
  `\n${evenings.scenario.name}, seed ${seed}, ${pace} times life: within 10 s is within ${(targets.p10 / 1000).toFixed(2)} s here, ` +
    `within 60 s ${(targets.p60 / 1000).toFixed(2)} s (the spoken question, ${(measure.spoken / 1000).toFixed(2)} s, is not hastened)`,
);
console.table({
  "triage, lived": row(result.triage.lived),
  "triage, simulated, this evening": row(result.triage.simulatedSameEvening),
  "triage, simulated, 40 evenings": row(result.triage.simulatedFortyEvenings),
  "first come, lived": row(result["first-come"].lived),
  "first come, simulated, this evening": row(result["first-come"].simulatedSameEvening),
  "first come, simulated, 40 evenings": row(result["first-come"].simulatedFortyEvenings),
});
const checks = [
  ...judgeEvening("triage", played.triage, measure),
  ...judgeEvening("first-come", played["first-come"], measure),
  ...judgeOrders(played, measure),
];
for (const [name, holds, found = ""] of checks)
  console.log(`${holds ? "ok  " : "FAIL"}  ${name}${found && `: ${found}`}`);
if (values.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, load: loadavg() };
  const calls = { triage: played.triage.flooded.placed, "first-come": played["first-come"].flooded.placed };
  const told = { bench: "live", at: new Date().toISOString(), machine, scenario: evenings.scenario.name, seed, pace };
  writeFileSync(values.json, `${JSON.stringify({ ...told, targetsMs: targets, calls, ...result, checks }, null, 2)}\n`);
}
process.exit();
