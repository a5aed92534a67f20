import type { CallId } from "#kernel";
import { overdueTimer, startTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { offer } from "./offer.ts";
import { inOrder } from "./priority.ts";
import { desksFor, idleDesks } from "./selection.ts";

/** The call takes its place among those who wait; from now on its answer limit runs. */
export function placeInQueue(turn: Turn, id: CallId): void {
  const call = turn.state.calls.get(id);
  if (call === undefined) return;
  turn.emit({ type: "call.queued", call: id });
  startTimer(turn, overdueTimer(call, turn.state.policy, null));
}

/** As long as a call waits that an idle desk may take, it rings there; next in order first. */
export function offerWaiting(turn: Turn): void {
  let idle = idleDesks(turn.state);
  if (idle.length === 0 || turn.state.waiting.length === 0) return;
  for (const call of inOrder(turn.state)) {
    const chosen = desksFor(turn.state, call, idle);
    if (chosen.length === 0) continue;
    for (const desk of chosen) offer(turn, call, desk);
    idle = idle.filter((desk) => !chosen.includes(desk));
    if (idle.length === 0) return;
  }
}
