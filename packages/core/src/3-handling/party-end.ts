import { offersOf } from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Party } from "../state.ts";
import { stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { arrange, hasCaller, partiesOf } from "./arrange.ts";
import { endTransferred } from "./end-call.ts";
import { resume, takeOffHold } from "./hold.ts";
import { isAccompanied, mayGoOn, tideOver } from "./lost-desk.ts";
import { takeOut } from "./party.ts";
import { recall } from "./recall.ts";
import { leaveTogether } from "./transfer.ts";

/** They speak. Whom nobody waits for any more is hung up. */
export function answerParty(turn: Turn, input: InputOf<"party.answered">): void {
  const party = turn.state.parties.get(input.party);
  if (party === undefined) return turn.ask({ type: "party.hang-up", party: input.party });
  if (party.state !== "dialling") return;
  const call = turn.state.calls.get(party.call)!;
  for (const { desk, number } of offersOf(turn.state, call.id))
    if (party.to.kind === "desk" && party.to.desk === desk) stopTimer(turn, `offer:${number}`);
  turn.emit({ type: "party.answered", call: call.id, party: party.id });
  stopTimer(turn, `party:${party.id}`);
  if (call.state === "transferring") return leaveTogether(turn, call);
  // Who was to join the conversation is somebody to speak with while the desk is gone.
  if (mayGoOn(turn.state, call)) return resume(turn, call, call.answeredBy!.desk);
  arrange(turn, call.id);
}

/** Their side is over. */
export function endParty(turn: Turn, input: InputOf<"party.ended">): void {
  const party = turn.state.parties.get(input.party);
  if (party === undefined) return;
  const hungUp = party.answeredAt !== null && input.code === 200;
  takeOut(turn, party, { code: input.code, by: hungUp ? "callee" : "network" });
  goOnWithout(turn, party, hungUp);
}

/** RFC 3261 §21.4.18: 480 stands for a party that let it ring. */
export function giveUpParty(turn: Turn, input: InputOf<"party.unanswered">): void {
  const party = turn.state.parties.get(input.party);
  if (party?.state !== "dialling") return;
  takeOut(turn, party, { code: 480, by: "house" });
  goOnWithout(turn, party, false);
}

/** A colleague's desk no longer rings for the call: declined, let pass, gone. */
export function giveUpSilentDesks(turn: Turn): void {
  for (const party of turn.state.parties.values()) {
    const { to } = party;
    if (to.kind !== "desk" || party.state !== "dialling" || rings(turn.state, party.call, to.desk)) continue;
    takeOut(turn, party, { code: 480, by: "callee" });
    goOnWithout(turn, party, false);
  }
}

const rings = (state: CentreState, call: string, at: string): boolean =>
  offersOf(state, call).some(({ desk }) => desk === at);

/** Why this desk does not decide about the party. */
export function refusePartyOf(state: CentreState, input: { party: string; desk: string }): RefusalCode | null {
  const party = state.parties.get(input.party);
  if (party === undefined) return "unknown-party";
  return hasCaller(state.calls.get(party.call), input.desk) ? null : "not-your-call";
}

/** The operator lets one party go. RFC 3261 §21.4.25: 487 when it had not answered. */
export function releaseParty(turn: Turn, input: InputOf<"party.released">): void {
  if (refusePartyOf(turn.state, input) !== null) return;
  const party = turn.state.parties.get(input.party)!;
  takeOut(turn, party, { code: party.answeredAt === null ? 487 : 200, by: "operator" });
  goOnWithout(turn, party, true);
}

/** What becomes of a call when a party left it: the caller comes back to the operator, or to the queue, never to nobody. */
export function goOnWithout(turn: Turn, left: Party, deliberate: boolean): void {
  const call = turn.state.calls.get(left.call);
  if (call === undefined || call.state === "ended") return;
  const others = partiesOf(turn.state, call.id);
  if (call.state === "transferred") {
    if (isAccompanied(turn.state, call.id)) return arrange(turn, call.id);
    // A colleague whose desk is gone has not hung up.
    const isOver = deliberate && !others.some(({ state }) => state === "talking");
    return isOver ? endTransferred(turn, call.id) : recall(turn, call);
  }
  const alone = left.how === "consult" && !others.some(({ how }) => how === "consult");
  if (call.state === "transferring" || (call.state === "held" && alone && !call.heldForDesk))
    return comeBack(turn, call);
  arrange(turn, call.id);
  tideOver(turn, call.id);
}

/** The caller is with the same operator again at once; where the desk is gone, first in the queue. */
export function comeBack(turn: Turn, call: Call): void {
  const desk = call.answeredBy!.desk;
  if (turn.state.desks.get(desk)?.connected !== true) return recall(turn, call);
  if (call.state === "held") takeOffHold(turn, call, desk);
  else turn.emit({ type: "call.resumed", call: call.id, desk });
  arrange(turn, call.id);
}

/** After a separation: whoever was left with nobody is helped. */
export function helpLeftAlone(turn: Turn): void {
  for (const call of turn.state.calls.values()) {
    const parties = partiesOf(turn.state, call.id);
    if (call.state === "transferring" && parties.length === 0) comeBack(turn, call);
    else if (mayGoOn(turn.state, call)) resume(turn, call, call.answeredBy!.desk);
    else tideOver(turn, call.id);
  }
}
