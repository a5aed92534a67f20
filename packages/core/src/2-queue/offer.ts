import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState, Desk, Offer } from "../state.ts";
import { offerTimer, ringingTimer, startTimer, stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { isWaiting, offerAt } from "./room.ts";

/** One call rings at one desk until it is taken, declined, withdrawn or lapses. */
export function offer(turn: Turn, call: Call, desk: Desk): void {
  const { policy, nextOffer } = turn.state;
  const made: Offer = {
    number: nextOffer,
    call: call.id,
    desk: desk.desk,
    expiresAt: turn.at + policy.offerLapse,
  };
  turn.emit({ type: "call.offered", call: made.call, desk: made.desk, offer: made.number, expiresAt: made.expiresAt });
  turn.ask({
    type: "operator.ring",
    desk: made.desk,
    call: made.call,
    offer: made.number,
    expiresAt: made.expiresAt,
  });
  startTimer(turn, offerTimer(made));
  // A colleague who is asked into a conversation rings too; its caller hears no ringing.
  if (isWaiting(call) && call.announcedAt === null) startTimer(turn, ringingTimer(call, policy));
}

/** Nobody picked up in time: the call keeps its place and goes on to the next desk. A late timer finds no offer. */
export function lapseOffer(turn: Turn, input: InputOf<"offer.lapsed">): void {
  const lapsed = turn.state.offers.get(input.offer);
  if (lapsed === undefined || lapsed.call !== input.call) return;
  turn.emit({ type: "offer.expired", call: lapsed.call, desk: lapsed.desk, offer: lapsed.number });
  silence(turn, lapsed);
}

/** Why declining would change nothing. */
export function refuseDecline(state: CentreState, input: InputOf<"offer.declined">): RefusalCode | null {
  return offerAt(state, input.desk)?.call === input.call ? null : "not-offered";
}

/** An operator lets this call pass; it rings at the next desk in the same turn. */
export function declineOffer(turn: Turn, input: InputOf<"offer.declined">): void {
  const declined = offerAt(turn.state, input.desk);
  if (declined === undefined || declined.call !== input.call) return;
  turn.emit({ type: "offer.declined", call: declined.call, desk: declined.desk, offer: declined.number });
  stopTimer(turn, offerTimer(declined).key);
  silence(turn, declined);
}

/** The offer's reason is gone: another desk answered, the caller left, or the desk did. */
export function withdrawOffers(turn: Turn, offers: readonly Offer[]): void {
  for (const withdrawn of offers) {
    turn.emit({ type: "offer.withdrawn", call: withdrawn.call, desk: withdrawn.desk, offer: withdrawn.number });
    stopTimer(turn, offerTimer(withdrawn).key);
    silence(turn, withdrawn);
  }
}

function silence(turn: Turn, { desk, call, number }: Offer): void {
  turn.ask({ type: "operator.stop-ringing", desk, call, offer: number });
}
