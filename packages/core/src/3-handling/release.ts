import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";
import { hasCaller } from "./arrange.ts";
import { endByOperator } from "./end-call.ts";
import { deskParty, takeOut } from "./party.ts";
import { goOnWithout } from "./party-end.ts";
import { endConsultation, isConsulting, takeBack } from "./take-back.ts";

/** Only a desk in conversation may end it. */
export function refuseRelease(state: CentreState, input: InputOf<"call.released">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (call === undefined || call.state === "ended") return "call-ended";
  if (hasCaller(call, input.desk)) return null;
  return deskParty(state, input.call, input.desk)?.state === "talking" ? null : "not-your-call";
}

/**
 * The operator ends what they are in. With the caller waiting while somebody else is spoken to or called, that ends,
 * and the caller is back: a waiting caller is never hung up by the key that ends another conversation.
 */
export function release(turn: Turn, input: InputOf<"call.released">): void {
  if (refuseRelease(turn.state, input) !== null) return;
  const call = turn.state.calls.get(input.call)!;
  const asked = deskParty(turn.state, call.id, input.desk);
  if (asked !== undefined) {
    takeOut(turn, asked, { code: 200, by: "callee" });
    return goOnWithout(turn, asked, true);
  }
  if (call.state === "transferring") return takeBack(turn, call);
  if (isConsulting(turn.state, call)) return endConsultation(turn, call);
  endByOperator(turn, call.id);
}
