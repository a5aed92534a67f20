import type { DeskId } from "#kernel";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState } from "../state.ts";
import { holdTimer, startTimer, stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { arrange, hasCaller, isThere, partiesOf } from "./arrange.ts";

/** Why the caller cannot be put on hold. */
export function refuseHold(state: CentreState, input: InputOf<"hold.requested">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (call?.answeredBy?.desk !== input.desk) return "not-your-call";
  if (call.state === "answered") return null;
  return call.state === "held" || call.state === "transferring" ? "already-held" : "call-ended";
}

/** The caller hears that they are held; the call stays with its desk. Whoever is being consulted is spoken to again. */
export function hold(turn: Turn, input: InputOf<"hold.requested">): void {
  if (refuseHold(turn.state, input) !== null) return;
  const call = turn.state.calls.get(input.call)!;
  putOnHold(turn, call, input.desk);
  const parties = partiesOf(turn.state, call.id);
  for (const { id, how, state } of parties)
    if (how === "consult" && state === "held") turn.emit({ type: "party.resumed", call: call.id, party: id });
  if (parties.length > 0) arrange(turn, call.id);
}

/** The caller hears the prompt from now on, and rings back when nobody returns to them. */
export function putOnHold(turn: Turn, call: Call, desk: DeskId, because?: "desk-vanished"): void {
  turn.emit({ type: "call.held", call: call.id, desk, ...(because === undefined ? {} : { because }) });
  turn.ask({ type: "call.hold", call: call.id, desk });
  startTimer(turn, holdTimer(call, turn.at, turn.state));
}

/** Caller and operator hear one another again. */
export function takeOffHold(turn: Turn, call: Call, desk: DeskId): void {
  turn.emit({ type: "call.resumed", call: call.id, desk });
  turn.ask({ type: "call.resume", call: call.id, desk });
  stopTimer(turn, `hold:${call.id}`);
}

/** Why there is nothing to resume, or nobody who would be heard: over a desk that is gone the caller would hear silence. */
export function refuseResume(state: CentreState, input: InputOf<"hold.ended">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (!hasCaller(call, input.desk)) return "not-your-call";
  if (call.state === "answered") return "not-held";
  return call.state === "held" && !isThere(state, input.desk) ? "no-audio" : null;
}

/** Both hear one another again; whoever was being consulted waits, or joins when they answer. */
export function resume(turn: Turn, call: Call, desk: DeskId): void {
  takeOffHold(turn, call, desk);
  const parties = partiesOf(turn.state, call.id);
  for (const { id, how, state } of parties) {
    if (how !== "consult") continue;
    if (state === "talking") turn.emit({ type: "party.held", call: call.id, party: id });
    if (state === "dialling") turn.emit({ type: "party.joined", call: call.id, party: id });
  }
  if (parties.length > 0) arrange(turn, call.id);
}
