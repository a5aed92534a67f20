import type { CallId } from "#kernel";
import type { Call, CentreState, Desk } from "../state.ts";
import { deskReturns, holdTimer, startTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { arrange, isSendingOn, isThere, isWithOthers, partiesOf, speaks } from "./arrange.ts";
import { holdWithoutDesk } from "./callback.ts";
import { putOnHold } from "./hold.ts";
import { recall } from "./recall.ts";

/** The desk of a conversation is gone: whoever heard it hears something else now, and is not waited for without limit. */
export function leaveConversation(turn: Turn, { desk, call: id }: Desk): void {
  if (id === null) return;
  const call = turn.state.calls.get(id);
  if (call === undefined) return holdWithoutDesk(turn, id);
  // Held already: the hold over a desk that is gone is a shorter one.
  if (call.state === "held" && call.answeredBy?.desk === desk)
    startTimer(turn, holdTimer(call, call.heldAt ?? turn.at, turn.state));
  tideOver(turn, id);
}

/**
 * A caller whose desk is gone and who is with nobody hears that they wait, until the desk is back or a colleague takes
 * them. Nobody waits for a desk that has been gone for long.
 */
export function tideOver(turn: Turn, id: CallId): void {
  const call = turn.state.calls.get(id);
  if (call?.state === "transferred" && !isAccompanied(turn.state, id)) return recall(turn, call);
  if (call?.state !== "answered" || call.answeredBy === null || isWithOthers(turn.state, id)) return;
  const { desk } = call.answeredBy;
  if (isThere(turn.state, desk)) return;
  if (turn.at - (turn.state.desks.get(desk)?.goneAt ?? 0) >= deskReturns) return recall(turn, call);
  putOnHold(turn, call, desk, "desk-vanished");
  if (partiesOf(turn.state, id).length > 0) arrange(turn, id);
}

/** Somebody speaks with a caller we left, or has sent them on and it rings there. */
export const isAccompanied = (state: CentreState, call: CallId): boolean =>
  isSendingOn(state, call) || isWithOthers(state, call);

/** Held for a desk that stands again; or one of the conversation of all is there to speak with meanwhile. */
export function mayGoOn(state: CentreState, { id, heldForDesk, answeredBy }: Call): boolean {
  if (!heldForDesk || answeredBy === null) return false;
  if (isThere(state, answeredBy.desk)) return true;
  return partiesOf(state, id).some((party) => party.how === "three-way" && speaks(state, party));
}
