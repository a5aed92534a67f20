import type { Turn } from "../turn.ts";
import { triageOf } from "./line.ts";
import { isWaiting } from "./room.ts";

/** Nobody waits behind others for ever: after long enough a call needs no more idle operators than a claim. */
export function promoteWaiting(turn: Turn): void {
  const after = triageOf(turn.state)?.promoteAfter ?? null;
  if (after === null) return;
  for (const id of turn.state.waiting) {
    const call = turn.state.calls.get(id);
    if (!isWaiting(call) || call.place === null || call.place.lane !== "waiting" || call.place.promoted) continue;
    if (turn.at - (call.parkedAt ?? call.arrivedAt) >= after) turn.emit({ type: "call.promoted", call: id });
  }
}
