import type { Arrival, InputOf } from "../input.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Reported before (a retransmission, a report told twice): there is one call, not two. */
export function isKnown(state: CentreState, call: string): boolean {
  return state.calls.has(call) || state.endedLately.includes(call);
}

/**
 * A call has arrived: it is admitted, whoever calls. There is no other answer here.
 * Returns whether it is a new call.
 */
export function admit(turn: Turn, arrival: Arrival): boolean {
  if (isKnown(turn.state, arrival.call)) return false;
  turn.emit({ type: "call.admitted", ...factsOf(arrival) });
  turn.ask({ type: "call.ring", call: arrival.call });
  return true;
}

/** No channel was free (RFC 3261 §21.4.24, §21.5.4): the call still enters the log. Returns whether it is a new call. */
export function congest(turn: Turn, input: InputOf<"call.congested">): boolean {
  if (isKnown(turn.state, input.call)) return false;
  turn.emit({ type: "call.admitted", ...factsOf(input) });
  turn.ask({ type: "call.congest", call: input.call, status: input.status });
  return true;
}

const factsOf = ({ call, line, trunk, caller, history, test, askable }: Arrival): Arrival => ({
  call,
  line,
  trunk,
  caller,
  history,
  test,
  ...(askable === false ? { askable } : {}),
});
