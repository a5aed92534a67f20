import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";
import { arrange, partiesOf } from "./arrange.ts";
import { refuseResume, resume } from "./hold.ts";
import { tideOver } from "./lost-desk.ts";
import { takeOut } from "./party.ts";
import { comeBack, goOnWithout, refusePartyOf } from "./party-end.ts";

/** The operator wants the caller: off hold, or back from the way to somebody who has not answered. */
export function takeCaller(turn: Turn, input: InputOf<"hold.ended">): void {
  if (refuseResume(turn.state, input) !== null) return;
  const call = turn.state.calls.get(input.call)!;
  if (call.state === "held") return resume(turn, call, input.desk);
  takeBack(turn, call);
}

/** Nobody is called for the caller any more; they are with the operator again. */
export function takeBack(turn: Turn, call: Call): void {
  for (const party of partiesOf(turn.state, call.id)) takeOut(turn, party, { code: 487, by: "operator" });
  comeBack(turn, call);
}

/** Ends the consultation, never the caller: whoever was asked goes, the caller is with the operator again. */
export function endConsultation(turn: Turn, call: Call): void {
  for (const party of partiesOf(turn.state, call.id)) {
    if (party.how !== "consult") continue;
    takeOut(turn, party, { code: party.answeredAt === null ? 487 : 200, by: "operator" });
    goOnWithout(turn, party, true);
  }
}

/** Speaking to an agency with the caller on hold: ending means ending that. */
export const isConsulting = (state: CentreState, call: Call): boolean =>
  call.state === "held" && partiesOf(state, call.id).some(({ how }) => how === "consult");

/** Why this party cannot be put on hold. */
export function refuseHoldParty(state: CentreState, input: InputOf<"party.hold-requested">): RefusalCode | null {
  const refused = refusePartyOf(state, input);
  if (refused !== null) return refused;
  return state.parties.get(input.party)?.state === "talking" ? null : "already-held";
}

/** The party hears the hold prompt. */
export function holdParty(turn: Turn, input: InputOf<"party.hold-requested">): void {
  if (refuseHoldParty(turn.state, input) !== null) return;
  const { call } = turn.state.parties.get(input.party)!;
  turn.emit({ type: "party.held", call, party: input.party });
  arrange(turn, call);
  tideOver(turn, call);
}

/** Why this party is not on hold. */
export function refuseResumeParty(state: CentreState, input: InputOf<"party.hold-ended">): RefusalCode | null {
  const refused = refusePartyOf(state, input);
  if (refused !== null) return refused;
  return state.parties.get(input.party)?.state === "held" ? null : "not-held";
}

export function resumeParty(turn: Turn, input: InputOf<"party.hold-ended">): void {
  if (refuseResumeParty(turn.state, input) !== null) return;
  const { call } = turn.state.parties.get(input.party)!;
  turn.emit({ type: "party.resumed", call, party: input.party });
  arrange(turn, call);
}
