import type { AnswerTimes } from "../experiment/experiment.ts";
import type { Estimate } from "../experiment/statistics.ts";
import type { PlannedRoom, PlanReport } from "../plan/plan.ts";
import { type Language, wordsIn } from "./words.ts";

type Say = ReturnType<typeof wordsIn>;
type Column = readonly [policy: string, answerTimes: AnswerTimes];

const percent = (share: number): string => (100 * share).toFixed(1);
const estimate = ({ value, ci }: Estimate): string => {
  if (Number.isNaN(value)) return "–";
  return Number.isNaN(ci) ? percent(value) : `${percent(value)} ±${percent(ci)}`;
};

/** A plan as lines of text: figures, answer-time distributions, the formula's view and the recommendation. */
export function reportLines(report: PlanReport, language: Language): string[] {
  const say = wordsIn(language);
  return [
    say("title", { scenario: report.scenario, replications: report.replications }),
    ...report.perOperators.flatMap((room) => ["", ...roomLines(room, say)]),
    "",
    ...formulaLines(report, say),
    "",
    ...recommendationLines(report, say),
  ];
}

function roomLines({ operators, policies }: PlannedRoom, say: Say): string[] {
  const heading =
    typeof operators === "number" ? say("operators", { operators }) : say("shifts", { operators: operators.join(" ") });
  const rows = Object.entries(policies).map(([policy, { figures }]) => [
    policy,
    estimate(figures.p10),
    estimate(figures.p20),
    estimate(figures.p60),
    estimate(figures.lost),
    estimate(figures.refused),
    figures.nuisanceMinutesPerHour.value.toFixed(0),
    percent(figures.occupancy.value),
  ]);
  const titles = ["policy", "p10", "p20", "p60", "lost", "refused", "nuisance", "occupancy"].map((key) => say(key));
  const columns = Object.entries(policies).map(([policy, { answerTimes }]): Column => [policy, answerTimes]);
  return [heading, ...table([titles, ...rows]), "", say("answered"), ...chart(columns)];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
  );
}

const barWidth = 20;

/** One line for each time, one bar for each policy: how many had been answered by then. */
function chart(columns: readonly Column[]): string[] {
  const width = (name: string): number => Math.max(barWidth + 5, name.length);
  const times = columns[0]?.[1].map(({ seconds }) => seconds) ?? [];
  return [
    `${"".padStart(5)}  ${columns.map(([policy]) => policy.padEnd(width(policy))).join("  ")}`.trimEnd(),
    ...times.map((seconds, place) => {
      const bars = columns.map(([policy, answered]) => barOf(answered[place]!.share).padEnd(width(policy)));
      return `${String(seconds).padStart(5)}  ${bars.join("  ")}`.trimEnd();
    }),
  ];
}

function barOf(share: number): string {
  const full = Math.round(share * barWidth);
  return `${"█".repeat(full)}${"·".repeat(barWidth - full)} ${(100 * share).toFixed(0).padStart(3)}%`;
}

function formulaLines({ load, erlangA }: PlanReport, say: Say): string[] {
  const title = say("formula", { calls: load.callsPerHour.toFixed(0), service: load.service.toFixed(0) });
  const rows = erlangA.map(({ operators, answeredInTime, lost, occupancy }) =>
    say("formulaRow", {
      operators,
      answered: percent(answeredInTime),
      lost: percent(lost),
      occupancy: percent(occupancy),
    }),
  );
  return [title, ...rows.map((row) => `  ${row}`)];
}

function recommendationLines({ recommendation }: PlanReport, say: Say): string[] {
  const { goals, policy, simulated, formula, tried } = recommendation;
  const lines = [say("goals", { p10: percent(goals.p10), lost: percent(goals.lost) })];
  if (simulated === null) lines.push(say("notEnough", { tried: tried.join(", "), policy }));
  else {
    const { operators, figures, sure } = simulated;
    lines.push(say("enough", { operators, policy, p10: estimate(figures.p10), lost: estimate(figures.lost) }));
    if (!sure) lines.push(say("barely"));
  }
  lines.push(formula === null ? say("formulaNone") : say("formulaLeast", { operators: formula }));
  return lines;
}
