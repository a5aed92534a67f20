import type { AgencyId, DispatchId } from "#kernel";
import type { Input, InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState, Dispatch, Incident } from "../state.ts";
import type { Turn } from "../turn.ts";
import { nextDispatchState } from "./dispatch-state.ts";

type Move = Extract<
  Input,
  {
    type: `dispatch.${"delivered" | "acknowledged" | "declined"}` | `unit.${"departed" | "arrived" | "cleared"}`;
  }
>;

const moves = {
  "dispatch.delivered": "dispatch.delivered",
  "dispatch.acknowledged": "dispatch.acknowledged",
  "dispatch.declined": "dispatch.declined",
  "unit.departed": "dispatch.en-route",
  "unit.arrived": "dispatch.on-scene",
  "unit.cleared": "dispatch.cleared",
} as const satisfies Record<Move["type"], string>;

/** Why nothing is sent: no such incident, or every agency named has it already. */
export function refuseDispatch(state: CentreState, input: InputOf<"dispatch.requested">): RefusalCode | null {
  const incident = state.incidents.get(input.incident);
  if (incident === undefined) return "unknown-incident";
  return input.dispatches.some((asked) => maySend(state, incident, asked)) ? null : "already-dispatched";
}

/** One dispatch per agency; an agency that declined may be asked again. */
export function sendToAgencies(turn: Turn, input: InputOf<"dispatch.requested">): void {
  const incident = turn.state.incidents.get(input.incident);
  if (incident === undefined) return;
  for (const asked of input.dispatches) {
    if (!maySend(turn.state, incident, asked)) continue;
    const sent = { dispatch: asked.dispatch, incident: incident.id, agency: asked.agency };
    turn.emit({ type: "dispatch.sent", ...sent, operator: input.operator });
    turn.ask({ type: "dispatch.send", ...sent });
  }
}

function maySend(
  state: CentreState,
  incident: Incident,
  asked: { readonly dispatch: DispatchId; readonly agency: AgencyId },
): boolean {
  if (state.dispatches.has(asked.dispatch)) return false;
  return incident.dispatches.every((id) => {
    const sent = state.dispatches.get(id);
    return sent?.agency !== asked.agency || sent.state === "declined";
  });
}

/** Why the agency's word changes nothing. */
export function refuseMove(state: CentreState, input: Move): RefusalCode | null {
  const dispatch = state.dispatches.get(input.dispatch);
  if (dispatch === undefined) return "unknown-dispatch";
  return nextDispatchState(dispatch.state, moves[input.type]) === null ? "illegal-move" : null;
}

/** The channel reports, or the agency speaks: delivered, acknowledged, declined, en route, on scene, cleared. */
export function moveDispatch(turn: Turn, input: Move): void {
  const dispatch = turn.state.dispatches.get(input.dispatch);
  if (dispatch === undefined || refuseMove(turn.state, input) !== null) return;
  const { id, incident, agency }: Dispatch = dispatch;
  const named = { dispatch: id, incident, agency };
  switch (input.type) {
    case "dispatch.delivered":
      return turn.emit({ type: moves[input.type], ...named });
    case "dispatch.declined":
      return turn.emit({ type: moves[input.type], ...named, by: input.by, reason: input.reason });
    default:
      return turn.emit({ type: moves[input.type], ...named, by: input.by });
  }
}
