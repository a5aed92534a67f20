import type { CallId, DeskId } from "#kernel";
import type { EffectOf } from "../effect.ts";
import type { Call, CentreState, Party } from "../state.ts";
import type { Turn } from "../turn.ts";

/** The other parties of one call. */
export function partiesOf(state: CentreState, call: CallId): Party[] {
  const found: Party[] = [];
  for (const party of state.parties.values()) if (party.call === call) found.push(party);
  return found;
}

/** This desk has the caller: in conversation, on hold, or on the way to somebody who has not answered yet. */
export const hasCaller = (call: Call | undefined, desk: DeskId): call is Call =>
  call?.answeredBy?.desk === desk &&
  (call.state === "answered" || call.state === "held" || call.state === "transferring");

/** This desk's link stands: whoever is with it is with somebody. */
export const isThere = (state: CentreState, desk: DeskId): boolean => state.desks.get(desk)?.connected === true;

/** Hears and is heard. A colleague whose desk is gone is not. */
export const speaks = (state: CentreState, { to, state: is }: Party): boolean =>
  is === "talking" && (to.kind !== "desk" || isThere(state, to.desk));

/** Somebody beside caller and operator speaks in this call. */
export const isWithOthers = (state: CentreState, call: CallId): boolean =>
  partiesOf(state, call).some((party) => speaks(state, party));

/** A party has sent this caller on to somebody who has not answered yet. */
export const isSendingOn = (state: CentreState, call: CallId): boolean =>
  partiesOf(state, call).some((party) => party.to.kind === "referred" && party.state === "dialling");

/** Says again who hears whom. */
export function arrange(turn: Turn, id: CallId): void {
  const call = turn.state.calls.get(id);
  if (call !== undefined && call.state !== "ended") turn.ask(arrangementOf(turn.state, call));
}

/** Who hears whom in this call, from the state alone. */
export function arrangementOf(state: CentreState, call: Call): EffectOf<"call.arrange"> {
  const desk = call.answeredBy?.desk ?? null;
  return {
    type: "call.arrange",
    call: call.id,
    caller: callerIn(state, call),
    desk: desk !== null && hasCaller(call, desk) ? desk : null,
    parties: partiesOf(state, call.id).map(({ id, to, state: is }) => ({
      leg: to.kind === "desk" ? to.desk : id,
      is,
    })),
  };
}

/** Whoever sends a caller on mostly puts them on hold first: nobody waits in that silence, they hear it ring. */
const callerIn = (state: CentreState, call: Call): EffectOf<"call.arrange">["caller"] =>
  call.state === "transferred" && isSendingOn(state, call.id) ? "ringing" : (callerIs[call.state] ?? "joined");

const callerIs: Partial<Record<Call["state"], "held" | "ringing" | "waiting">> = {
  held: "held",
  transferring: "ringing",
  queued: "waiting",
  offered: "waiting",
};
