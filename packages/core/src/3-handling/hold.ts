import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Why the caller cannot be put on hold. */
export function refuseHold(state: CentreState, input: InputOf<"hold.requested">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (call === undefined || call.answeredBy?.desk !== input.desk) return "not-your-call";
  return call.state === "answered" ? null : call.state === "held" ? "already-held" : "call-ended";
}

/** The caller hears that they are held; the call stays with its desk. */
export function hold(turn: Turn, input: InputOf<"hold.requested">): void {
  if (refuseHold(turn.state, input) !== null) return;
  turn.emit({ type: "call.held", call: input.call, desk: input.desk });
  turn.ask({ type: "call.hold", call: input.call, desk: input.desk });
}

/** Why there is nothing to resume. */
export function refuseResume(state: CentreState, input: InputOf<"hold.ended">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (call === undefined || call.answeredBy?.desk !== input.desk) return "not-your-call";
  return call.state === "held" ? null : "not-held";
}

/** Both hear one another again. */
export function resume(turn: Turn, input: InputOf<"hold.ended">): void {
  if (refuseResume(turn.state, input) !== null) return;
  turn.emit({ type: "call.resumed", call: input.call, desk: input.desk });
  turn.ask({ type: "call.resume", call: input.call, desk: input.desk });
}
