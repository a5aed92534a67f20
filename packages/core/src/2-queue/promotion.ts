import type { Turn } from "../turn.ts";
import { triageOf } from "./line.ts";
import { isWaiting } from "./room.ts";
import { waitOf } from "./wait.ts";

/** After long enough a call needs no more idle operators than a claim; after twice as long, one (wait.ts). */
export function promoteWaiting(turn: Turn): void {
  const after = triageOf(turn.state)?.promoteAfter ?? null;
  if (after === null) return;
  for (const id of turn.state.waiting) {
    const call = turn.state.calls.get(id);
    if (!isWaiting(call) || call.place === null || call.place.lane !== "waiting" || call.place.promoted) continue;
    if (waitOf(call, turn.at) >= after) turn.emit({ type: "call.promoted", call: id });
  }
}
