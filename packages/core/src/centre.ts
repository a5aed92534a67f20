import type { CallId, Instant } from "#kernel";
import { admit, congest } from "#admission";
import { moveDispatch, refuseDispatch, refuseMove, sendToAgencies } from "#dispatch";
import * as handling from "#handling";
import * as incident from "#incident";
import * as queue from "#queue";
import type { Effect } from "./effect.ts";
import type { CentreEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import type { Input, InputOf, InputType } from "./input.ts";
import { changePolicy } from "./policy-change.ts";
import type { Refusal, RefusalCode } from "./refusal.ts";
import type { CentreState } from "./state.ts";
import { clearAlarm, raiseAlarm, type Turn } from "./turn.ts";

/** What one input led to. The state is the one given, changed in place by folding `events`. */
export type Step = {
  readonly state: CentreState;
  readonly events: readonly CentreEvent[];
  readonly effects: readonly Effect[];
};

type Decide = { readonly [T in InputType]: (turn: Turn, input: InputOf<T>) => void };

const decide: Decide = {
  "call.arrived": (turn, input) => admit(turn, input) && queue.placeInQueue(turn, input.call),
  "call.congested": (turn, input) => congest(turn, input) && handling.endCongested(turn, input),
  "call.connected": handling.connect,
  "call.hung-up": handling.hangUp,
  "call.failed": handling.failCall,
  "call.lost": handling.loseCall,
  "prompt.ended": queue.completePrompt,
  "digit.received": (turn, input) => {
    handling.receiveDigit(turn, input);
    queue.takeDigit(turn, input);
    queue.leaveBulletin(turn, input);
  },
  "speech.heard": queue.hearSpeech,
  "audio.missing": handling.missAudio,
  "audio.returned": handling.regainAudio,
  "audio.measured": handling.keepQuality,
  "audio.interrupted": handling.noteInterruption,
  "recording.finished": handling.keepRecording,
  "operator.signed-in": handling.signIn,
  "operator.signed-out": handling.signOut,
  "operator.readied": handling.makeReady,
  "operator.paused": handling.pause,
  "desk.connected": handling.connectDesk,
  "desk.vanished": handling.loseDesk,
  "offer.accepted": handling.accept,
  "offer.declined": queue.declineOffer,
  "glance.requested": queue.beginGlance,
  "glance.ended": queue.reportGlance,
  "glance.lapsed": queue.lapseGlance,
  "park.requested": handling.park,
  "hold.requested": handling.hold,
  "hold.ended": handling.takeCaller,
  "call.released": (turn, input) =>
    turn.state.calls.has(input.call) ? handling.release(turn, input) : handling.releaseCallback(turn, input),
  "call.classified": handling.classify,
  "classification.undone": handling.undoClassification,
  "wrap-up.finished": handling.endWrapUp,
  "offer.lapsed": queue.lapseOffer,
  "ringing.outlasted": queue.outlastRinging,
  "answer.overdue": queue.overrun,
  "challenge.lapsed": queue.lapseChallenge,
  "challenge.due": queue.askAgain,
  "bulletin.requested": queue.openBulletin,
  "bulletin.withdrawn": queue.closeBulletin,
  "surge.reviewed": queue.reviewSurge,
  "wrap-up.lapsed": handling.lapseWrapUp,
  "fallback.answered": handling.answerElsewhere,
  "fallback.failed": handling.leaveFallback,
  "party.requested": handling.requestParty,
  "party.referred": handling.referParty,
  "party.answered": handling.answerParty,
  "party.ended": handling.endParty,
  "party.released": handling.releaseParty,
  "party.hold-requested": handling.holdParty,
  "party.hold-ended": handling.resumeParty,
  "conference.requested": handling.confer,
  "transfer.completed": handling.completeTransfer,
  "return.requested": handling.returnToCall,
  "party.unanswered": handling.giveUpParty,
  "hold.outlasted": handling.outlastHold,
  "callback.requested": handling.dialCallback,
  "callback.answered": handling.answerCallback,
  "callback.ended": handling.endCallback,
  "callback.closed": handling.closeCallback,
  "incident.reported": incident.openIncident,
  "incident.amended": incident.amend,
  "incident.noted": incident.note,
  "incident.call-linked": incident.linkCall,
  "incident.closed": incident.closeIncident,
  "dispatch.requested": sendToAgencies,
  "dispatch.delivered": moveDispatch,
  "dispatch.acknowledged": moveDispatch,
  "dispatch.declined": moveDispatch,
  "unit.departed": moveDispatch,
  "unit.arrived": moveDispatch,
  "unit.cleared": moveDispatch,
  "alarm.noticed": (turn, { alarm, subject }) => raiseAlarm(turn, alarm, subject),
  "alarm.ceased": (turn, { alarm, subject }) => clearAlarm(turn, alarm, subject),
  "policy.changed": changePolicy,
  "clock.jumped": (turn, input) => turn.emit(input),
  "scan.counted": (turn, { count }) => turn.emit({ type: "scans.counted", count }),
};

/** One input, decided. Pure but for changing `state` in place: same state and inputs give the same log, byte for byte. */
export function centre(state: CentreState, input: Input, now: Instant): Step {
  return turnWith(state, now, (turn) => {
    (decide[input.type] as (turn: Turn, input: Input) => void)(turn, input);
    if (state.parties.size > 0) handling.giveUpSilentDesks(turn);
    if (turn.events.length > 0 || input.type === "surge.reviewed") settle(turn, touchedCalls(turn));
  });
}

/**
 * Runs one turn: every event goes into the state through one door, at a time that never goes backwards.
 * `occurredAt` is given for what is told late.
 */
export function turnWith(
  state: CentreState,
  now: Instant,
  decisions: (turn: Turn) => void,
  occurredAt?: Instant,
): Step {
  const events: CentreEvent[] = [];
  const effects: Effect[] = [];
  const at = Math.max(state.at, now);
  decisions({
    state,
    at,
    events,
    emit(body) {
      const event: CentreEvent = occurredAt === undefined ? { ...body, at } : { ...body, at, occurredAt };
      events.push(event);
      evolve(state, event);
    },
    ask: (effect) => void effects.push(effect),
  });
  return { state, events, effects };
}

/** The feedback after every input: whoever waits rings somewhere, hears something, or is helped from outside. */
export function settle(turn: Turn, calls: ReadonlySet<CallId>): void {
  queue.offerWaiting(turn);
  queue.endGlances(turn);
  queue.askWaiting(turn, calls);
  queue.announceUnoffered(turn, calls);
  queue.overflowEmptyRoom(turn, calls);
  queue.noticeSurge(turn);
  handling.considerParking(turn);
}

/** Calls that may wait without a desk ringing, or stand elsewhere in line, since this turn began. */
function touchedCalls({ events, state }: Turn): ReadonlySet<CallId> {
  const calls = new Set<CallId>();
  for (const event of events) {
    if (event.type === "policy.changed") return new Set(state.waiting);
    if (event.type === "call.queued" || event.type === "call.parked" || event.type === "call.recalled")
      calls.add(event.call);
    else if (event.type === "offer.expired" || event.type === "offer.declined") calls.add(event.call);
    else if (event.type === "offer.withdrawn" || event.type === "glance.ended") calls.add(event.call);
  }
  return calls;
}

type Refuse = { readonly [T in InputType]?: (state: CentreState, input: InputOf<T>) => RefusalCode | null };

const refuse: Refuse = {
  "operator.signed-in": handling.refuseSignIn,
  "operator.signed-out": handling.refuseSignOut,
  "operator.readied": handling.refuseReady,
  "operator.paused": handling.refusePause,
  "offer.accepted": handling.refuseAccept,
  "offer.declined": queue.refuseDecline,
  "glance.requested": queue.refuseGlance,
  "glance.ended": queue.refuseFinding,
  "park.requested": handling.refusePark,
  "hold.requested": handling.refuseHold,
  "hold.ended": handling.refuseResume,
  "call.released": (state, input) =>
    handling.callbackDialling(state, input.call)?.outgoing?.desk === input.desk
      ? null
      : handling.refuseRelease(state, input),
  "classification.undone": handling.refuseUndo,
  "wrap-up.finished": handling.refuseWrapUp,
  "party.requested": handling.refuseParty,
  "party.released": handling.refusePartyOf,
  "party.hold-requested": handling.refuseHoldParty,
  "party.hold-ended": handling.refuseResumeParty,
  "conference.requested": handling.refuseConference,
  "transfer.completed": handling.refuseComplete,
  "return.requested": handling.refuseReturn,
  "callback.requested": handling.refuseCallback,
  "callback.closed": handling.refuseCloseCallback,
  "incident.reported": incident.refuseReport,
  "bulletin.requested": queue.refuseBulletin,
  "incident.amended": incident.refuseUnknown,
  "incident.noted": incident.refuseUnknown,
  "incident.call-linked": incident.refuseLink,
  "incident.closed": incident.refuseClose,
  "dispatch.requested": refuseDispatch,
  "dispatch.delivered": refuseMove,
  "dispatch.acknowledged": refuseMove,
  "dispatch.declined": refuseMove,
  "unit.departed": refuseMove,
  "unit.arrived": refuseMove,
  "unit.cleared": refuseMove,
};

/** Why this input would change nothing, asked before it is stepped; null when it may, or when nobody needs to be told. */
export function refusalOf(state: CentreState, input: Input): Refusal | null {
  const code = (refuse[input.type] as ((state: CentreState, input: Input) => RefusalCode | null) | undefined)?.(
    state,
    input,
  );
  return code === undefined || code === null ? null : { code };
}
