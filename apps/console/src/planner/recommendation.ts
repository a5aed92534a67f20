import type { Plan } from "@siaga/contracts/planning";
import { percentText } from "../parts/percent.ts";
import type { Text } from "../words/words.ts";

type Report = NonNullable<Plan["report"]>;

/** A goal as it was set: `90`, `1`. */
const plain = (share: number): string => String(Number((share * 100).toFixed(1)));

/** How many are enough, in one sentence: by simulation, whether that is sure, and what the formula says beside it. */
export function recommendationText({ recommendation }: Pick<Report, "recommendation">, text: Text<"planner">): string {
  const { goals, simulated, formula, tried } = recommendation;
  const goal = { p10: plain(goals.p10), lost: plain(goals.lost) };
  const beside = formula === null ? text("formula.none") : text("formula", { count: formula });
  if (simulated === null) return `${text("enough.none", { ...goal, most: Math.max(0, ...tried) })} ${beside}`;
  const said = { ...goal, count: simulated.operators, reached: percentText(simulated.figures.p10.value) };
  return `${text(simulated.sure ? "enough.sure" : "enough.unsure", said)} ${beside}`;
}
