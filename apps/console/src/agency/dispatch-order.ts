import type { Board, DispatchRow } from "@siaga/contracts/live";

/** Nobody at the agency has said yes or no yet. */
export const needsAnswer = ({ state }: Pick<DispatchRow, "state">): boolean =>
  state === "sent" || state === "delivered";

const finished = (row: DispatchRow): boolean => row.state === "cleared" || row.state === "declined";

/** Unanswered first, then running, then finished; inside each the most urgent, then the oldest. */
export function sortDispatches(
  rows: readonly DispatchRow[],
  board: Pick<Board, "incidents"> | null,
): readonly DispatchRow[] {
  const rank = (row: DispatchRow): number => (needsAnswer(row) ? 0 : finished(row) ? 2 : 1);
  const priority = (row: DispatchRow): number => board?.incidents[row.incident]?.priority ?? 4;
  return rows.toSorted((a, b) => rank(a) - rank(b) || priority(a) - priority(b) || a.sentAt - b.sentAt);
}

/** What the agency may say next, with its key. */
export const nextSteps = {
  sent: ["acknowledge", "decline"],
  delivered: ["acknowledge", "decline"],
  acknowledged: ["enRoute", "onScene", "decline"],
  "en-route": ["onScene"],
  "on-scene": ["clear"],
  declined: [],
  cleared: [],
} as const satisfies Record<DispatchRow["state"], readonly Step[]>;

export type Step = "acknowledge" | "decline" | "enRoute" | "onScene" | "clear";
export const stepKeys = {
  acknowledge: "T",
  decline: "X",
  enRoute: "B",
  onScene: "L",
  clear: "S",
} as const satisfies Record<Step, string>;
/** As in addresses and test marks. */
export const stepNames = {
  acknowledge: "acknowledge",
  decline: "decline",
  enRoute: "en-route",
  onScene: "on-scene",
  clear: "clear",
} as const satisfies Record<Step, string>;
