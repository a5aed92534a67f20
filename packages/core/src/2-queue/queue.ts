import type { CallId } from "#kernel";
import { overdueTimer, startTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { offer } from "./offer.ts";
import { askAbuser } from "./challenge.ts";
import { inLine, mayBeServed, roomNow, triageOf } from "./line.ts";
import { placeFor } from "./place.ts";
import { desksFor, idleDesks } from "./selection.ts";

/** The call takes its place among those who wait; from now on its answer limit runs. */
export function placeInQueue(turn: Turn, id: CallId): void {
  const call = turn.state.calls.get(id);
  if (call === undefined) return;
  const triage = triageOf(turn.state);
  if (triage === null) turn.emit({ type: "call.queued", call: id });
  else turn.emit({ type: "call.queued", call: id, place: placeFor(call, turn.state, triage, turn.at) });
  startTimer(turn, overdueTimer(call, turn.state.policy, null));
  askAbuser(turn, call);
}

/** As long as a call waits that an idle desk may take, it rings there; next in order first. */
export function offerWaiting(turn: Turn): void {
  let idle = idleDesks(turn.state);
  if (idle.length === 0 || turn.state.waiting.length === 0) return;
  const triage = triageOf(turn.state);
  for (const call of inLine(turn.state, turn.at)) {
    if (triage !== null && !mayBeServed(call, roomNow(turn.state, triage, idle), turn.state, turn.at)) continue;
    const chosen = desksFor(turn.state, call, idle);
    if (chosen.length === 0) continue;
    for (const desk of chosen) offer(turn, call, desk);
    idle = idle.filter((desk) => !chosen.includes(desk));
    if (idle.length === 0) return;
  }
}
