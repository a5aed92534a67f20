import { noticeSurge } from "#queue";
import type { InputOf } from "./input.ts";
import { standingTimers } from "./standing.ts";
import { startTimer, stopTimer } from "./timers.ts";
import type { Turn } from "./turn.ts";

/**
 * Another way of ordering is in force from now on. Nobody who waits loses their place in the queue, and questions that
 * were asked run by the new durations.
 */
export function changePolicy(turn: Turn, { operator, triage }: InputOf<"policy.changed">): void {
  if (JSON.stringify(turn.state.policy.triage ?? null) === JSON.stringify(triage)) return;
  const before = standingTimers(turn.state);
  turn.emit({ type: "policy.changed", operator, triage });
  noticeSurge(turn);
  const after = standingTimers(turn.state);
  for (const { key } of before) if (!after.some((timer) => timer.key === key)) stopTimer(turn, key);
  for (const timer of after) startTimer(turn, timer);
}
