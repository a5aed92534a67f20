import type { CallId } from "#kernel";
import { overdueTimer, startTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { offer } from "./offer.ts";
import { askAbuser } from "./challenge.ts";
import { inLine, ringsAt, roomNow, triageOf } from "./line.ts";
import { placeFor } from "./place.ts";
import { inOrder } from "./priority.ts";
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
  const { state, at } = turn;
  let idle = idleDesks(state);
  if (idle.length === 0 || state.waiting.length === 0) return;
  const triage = triageOf(state);
  let room = triage === null ? null : roomNow(state, triage, idle);
  for (const call of triage === null || room === null ? inOrder(state) : inLine(state, triage, room, at)) {
    const rings = room === null ? "any" : ringsAt(call, room, state, at);
    if (rings === null) continue;
    const chosen = desksFor(state, call, rings === "any" ? idle : idle.filter(({ role }) => role === "supervisor"));
    if (chosen.length === 0) continue;
    for (const desk of chosen) offer(turn, call, desk);
    idle = idle.filter((desk) => !chosen.includes(desk));
    if (idle.length === 0) return;
    if (triage !== null) room = roomNow(state, triage, idle);
  }
}
