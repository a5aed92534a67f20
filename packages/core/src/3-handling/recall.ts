import type { InputOf } from "../input.ts";
import type { Call } from "../state.ts";
import { holdTimer, overdueTimer, startTimer, stopTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { arrange, hasCaller } from "./arrange.ts";
import { takeAllOut } from "./party.ts";

/** The caller was with us and is with nobody now: first in the queue, hearing that they wait. */
export function recall(turn: Turn, call: Call): void {
  const by = call.answeredBy?.desk ?? null;
  const desk = by !== null && hasCaller(call, by) ? by : null;
  takeAllOut(turn, call.id);
  if (call.state === "held") stopTimer(turn, `hold:${call.id}`);
  turn.emit({ type: "call.recalled", call: call.id, desk });
  if (desk !== null) clearAlarm(turn, "desk-vanished", desk);
  forgetDeskSide(turn, call);
  arrange(turn, call.id);
  turn.ask({ type: "prompt.play", call: call.id, prompt: "still-waiting", loop: true });
  startTimer(turn, overdueTimer(call, turn.state.policy, null));
}

/** What was missing of a desk that has left is missing no more. */
export function forgetDeskSide(turn: Turn, call: Call): void {
  if (call.silentSides.length === 0) clearAlarm(turn, "audio-missing", call.id);
}

/**
 * A held caller rings back at the operator; at a desk that is gone they would ring for nobody. The timer's word is taken: it
 * may be a millisecond early or the clock may have been set back, and a caller on hold must not be forgotten for that.
 */
export function outlastHold(turn: Turn, input: InputOf<"hold.outlasted">): void {
  const call = turn.state.calls.get(input.call);
  if (call?.state !== "held" || call.heldAt === null) return;
  const desk = call.answeredBy!.desk;
  if (turn.state.desks.get(desk)?.connected !== true) return recall(turn, call);
  turn.emit({ type: "hold.outlasted", call: call.id, desk });
  turn.ask({ type: "operator.remind", desk, call: call.id });
  startTimer(turn, holdTimer(call, turn.at, turn.state));
}
