import type { CallId, PartyTo } from "#kernel";
import { isIdle, offer, offersOf, withdrawOffers } from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Party } from "../state.ts";
import { partyTimer, startTimer, stopTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { arrange, hasCaller, isSendingOn, partiesOf } from "./arrange.ts";
import { putOnHold } from "./hold.ts";

/** Why nobody can be brought into this call now. */
export function refuseParty(state: CentreState, input: InputOf<"party.requested">): RefusalCode | null {
  const call = state.calls.get(input.call);
  if (!hasCaller(call, input.desk)) return "not-your-call";
  if (call.state === "transferring" || state.parties.has(input.party)) return "party-exists";
  const others = partiesOf(state, call.id);
  if (others.some(({ to }) => isSame(to, input.to))) return "same-party";
  if (input.how === "blind" && others.length > 0) return "party-exists";
  if (input.to.kind !== "desk") return null;
  const asked = state.desks.get(input.to.desk);
  return asked !== undefined && isIdle(asked) ? null : "desk-busy";
}

const isSame = (one: PartyTo, other: PartyTo): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Somebody is called beside the living call; nobody waits in silence meanwhile. */
export function requestParty(turn: Turn, input: InputOf<"party.requested">): void {
  if (refuseParty(turn.state, input) !== null) return;
  const { call: id, desk, party, to, how } = input;
  const call = turn.state.calls.get(id)!;
  const { operator } = call.answeredBy!;
  if (how === "consult" && call.state === "answered") putOnHold(turn, call, desk);
  turn.emit({ type: "party.dialled", call: id, party, desk, operator, to, how });
  if (how === "blind") sendOn(turn, call, party);
  ring(turn, turn.state.parties.get(party)!, call);
  arrange(turn, id);
}

/**
 * Somebody in the call sends the caller on: the other is called too, and the one who asked stays until they leave. What
 * cannot be is told by hanging up on a party nobody has dialled.
 */
export function referParty(turn: Turn, { party, by }: InputOf<"party.referred">): void {
  const { state } = turn;
  if (state.parties.has(party)) return;
  const asking = state.parties.get(by);
  const call = asking === undefined ? undefined : state.calls.get(asking.call);
  const maySend = asking !== undefined && asking.state !== "dialling" && !isSendingOn(state, asking.call);
  if (!maySend || call?.answeredBy == null) return turn.ask({ type: "party.hang-up", party });
  const { operator } = call.answeredBy;
  const how = asking.how === "consult" ? "consult" : "three-way";
  const to = { kind: "referred", by } as const;
  turn.emit({ type: "party.dialled", call: call.id, party, desk: asking.desk, operator, to, how });
  ring(turn, state.parties.get(party)!, call);
  arrange(turn, call.id);
}

/** The caller is on the way: they hear ringing, the desk keeps the call until somebody answers. */
export function sendOn(turn: Turn, call: Call, party: string): void {
  if (call.state === "held") stopTimer(turn, `hold:${call.id}`);
  turn.emit({ type: "call.transferring", call: call.id, desk: call.answeredBy!.desk, party });
}

function ring(turn: Turn, party: Party, call: Call): void {
  const { id, to, desk } = party;
  if (to.kind === "desk") offer(turn, call, turn.state.desks.get(to.desk)!);
  else turn.ask({ type: "party.dial", call: party.call, party: id, desk, to });
  startTimer(turn, partyTimer(party, turn.state.policy));
}

/** The dialling party that is this desk, in this call. */
export const deskParty = (state: CentreState, call: CallId, desk: string): Party | undefined =>
  partiesOf(state, call).find(({ to }) => to.kind === "desk" && to.desk === desk);

/** Takes a party out, whoever ended it: their leg is left alone or hung up. What becomes of the call is decided after. */
export function takeOut(
  turn: Turn,
  party: Party,
  end: { readonly code: number; readonly by: "callee" | "network" | "operator" | "house" },
): void {
  const { id, call, to, answeredAt } = party;
  const talked = answeredAt === null ? 0 : turn.at - answeredAt;
  turn.emit({ type: "party.ended", call, party: id, ...end, talked });
  if (answeredAt === null) stopTimer(turn, `party:${id}`);
  else clearAlarm(turn, "audio-missing", id);
  if (to.kind === "desk") return freeDesk(turn, to.desk, call, answeredAt !== null);
  if (end.by === "operator" || end.by === "house") turn.ask({ type: "party.hang-up", party: id });
}

/** A colleague who was asked has the desk back; one who only rang stops ringing. */
function freeDesk(turn: Turn, at: string, call: CallId, spoke: boolean): void {
  const ringing = offersOf(turn.state, call).filter(({ desk }) => desk === at);
  withdrawOffers(turn, ringing);
  const desk = turn.state.desks.get(at);
  if (!spoke || desk === undefined) return;
  clearAlarm(turn, "desk-vanished", at);
  if (desk.state === "available" && !desk.connected)
    turn.emit({ type: "operator.paused", operator: desk.operator, desk: at, reason: "vanished" });
}

/** Every party of a call that ends or goes back to the queue. */
export function takeAllOut(turn: Turn, call: CallId): void {
  for (const party of partiesOf(turn.state, call)) takeOut(turn, party, { code: 200, by: "house" });
}
