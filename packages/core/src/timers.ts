import type { ChallengeParameters } from "#admission";
import type { CallId, DeskId, Instant } from "#kernel";
import type { Input } from "./input.ts";
import type { Policy } from "./policy.ts";
import type { Call, CentreState, Desk, Offer, Party } from "./state.ts";
import type { Turn } from "./turn.ts";

/** A timer that must be running: when it fires, `fires` is the input, and it carries what it was set for. */
export type Timer = { readonly key: string; readonly due: Instant; readonly fires: Input };

/** An offer that nobody takes goes on to the next desk. */
export const offerTimer = (offer: Offer): Timer => ({
  key: `offer:${offer.number}`,
  due: offer.expiresAt,
  fires: { type: "offer.lapsed", offer: offer.number, call: offer.call },
});

/** A caller who has heard ringback this long hears the first prompt instead. */
export const ringingTimer = (call: Call, policy: Policy): Timer => ({
  key: `ringing:${call.id}`,
  due: call.arrivedAt + policy.ringingLimit,
  fires: { type: "ringing.outlasted", call: call.id },
});

/**
 * Unanswered this long: overdue (GLOSSARY). Fires again every answer limit while the
 * call waits, so that a fallback number that was busy is tried again.
 */
export function overdueTimer(call: Call, policy: Policy, alarmedAt: Instant | null): Timer {
  const since = call.recalledAt ?? call.arrivedAt;
  const limits = alarmedAt === null ? 1 : Math.floor((alarmedAt - since) / policy.answerLimit) + 1;
  return {
    key: `overdue:${call.id}`,
    due: since + limits * policy.answerLimit,
    fires: { type: "answer.overdue", call: call.id },
  };
}

/** No form ever holds a seat: a wrap-up ends by itself. */
export const wrapUpTimer = (desk: Desk, call: string, policy: Policy): Timer => ({
  key: `wrap-up:${desk.desk}`,
  due: desk.since + policy.wrapUpLapse,
  fires: { type: "wrap-up.lapsed", desk: desk.desk, call },
});

/** A party that does not answer is given up: the caller hears ringing no longer than this. */
export const partyTimer = (party: Party, policy: Policy): Timer => ({
  key: `party:${party.id}`,
  due: party.dialledAt + policy.partyLimit,
  fires: { type: "party.unanswered", party: party.id },
});

/** A desk that is gone has this long (ms) to be back with its caller: a page needs 3 s, a machine that starts anew does not make it. */
export const deskReturns = 15_000;

/** A held caller rings back at the operator, each time the limit has passed; for a desk that is gone they wait less long. */
export function holdTimer(call: Call, heldAt: Instant, { policy, desks }: CentreState): Timer {
  const desk = desks.get(call.answeredBy?.desk ?? "");
  const due = desk?.connected === false ? (desk.goneAt ?? heldAt) + deskReturns : heldAt + policy.holdLimit;
  return { key: `hold:${call.id}`, due, fires: { type: "hold.outlasted", call: call.id } };
}

/** A question nobody answers in time. */
export const challengeTimer = (
  call: Call,
  attempt: number,
  at: Instant,
  { prompt, timeout }: ChallengeParameters,
): Timer => ({
  key: `challenge:${call.id}`,
  due: at + prompt + timeout,
  fires: { type: "challenge.lapsed", call: call.id, attempt },
});

/** The pause before a caller is asked again. */
export const challengeDueTimer = (call: Call, attempt: number, at: Instant, { gap }: ChallengeParameters): Timer => ({
  key: `challenge:${call.id}`,
  due: at + gap,
  fires: { type: "challenge.due", call: call.id, attempt },
});

/** An operator who listens to a waiting caller is free again after this long (ms), where the policy says nothing else. */
const glanceLimit = 10_000;

/** Nobody is listened to for long. */
export const glanceTimer = (desk: DeskId, call: CallId, since: Instant, { triage }: Policy): Timer => ({
  key: `glance:${desk}`,
  due: since + (triage?.glance?.limit ?? glanceLimit),
  fires: { type: "glance.lapsed", call, desk },
});

/** What a parked caller is told lasts so long (ms). */
export const parkedWords = 4_500;

/** A parked caller is asked when the words have ended. */
export const parkedTimer = (call: Call, at: Instant): Timer => ({
  key: `challenge:${call.id}`,
  due: at + parkedWords,
  fires: { type: "challenge.due", call: call.id, attempt: 0 },
});

/** While a surge lasts the line is looked at again this often (ms): promises fall due without anything happening. */
const surgeReview = 1_000;
export const surgeTimer = (at: Instant): Timer => ({
  key: "surge",
  due: at + surgeReview,
  fires: { type: "surge.reviewed" },
});

/** Asks for a timer; the same key replaces the earlier one. */
export function startTimer(turn: Turn, timer: Timer): void {
  turn.ask({ type: "timer.start", ...timer });
}

/** A timer that is not running is no error. */
export function stopTimer(turn: Turn, key: string): void {
  turn.ask({ type: "timer.stop", key });
}
