import type { CallId, DeskId } from "#kernel";
import { firstPrompt, isRecorded, isWaiting, offerAt, offersOf, withdrawOffers } from "#queue";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState } from "../state.ts";
import { stopTimer } from "../timers.ts";
import { clearAlarm, type Turn } from "../turn.ts";
import { closeCallbackOf } from "./callback.ts";

/** Why accepting would change nothing. Exactly one desk wins a call. */
export function refuseAccept(state: CentreState, input: { call: CallId; desk: DeskId }): RefusalCode | null {
  if (offerAt(state, input.desk)?.call === input.call) return null;
  const call = state.calls.get(input.call);
  if (call === undefined || call.state === "ended") return "call-ended";
  if (call.answeredBy?.desk === input.desk) return "already-yours";
  return isWaiting(call) ? "not-offered" : "already-taken";
}

/** An operator speaks to the caller: this is the outcome `answered`. Everybody else stops ringing. */
export function answer(turn: Turn, input: InputOf<"offer.accepted">): void {
  const call = turn.state.calls.get(input.call);
  const desk = turn.state.desks.get(input.desk);
  if (!isWaiting(call) || desk === undefined || refuseAccept(turn.state, input) !== null) return;
  const won = offerAt(turn.state, desk.desk)!;
  withdrawOffers(
    turn,
    offersOf(turn.state, call.id).filter((other) => other.number !== won.number),
  );
  const waited = turn.at - call.arrivedAt;
  const { operator } = desk;
  if (call.answeredBy === null) turn.emit({ type: "call.answered", call: call.id, desk: desk.desk, operator, waited });
  else turn.emit({ type: "call.retaken", call: call.id, desk: desk.desk, operator });
  stopTimer(turn, `offer:${won.number}`);
  turn.ask({ type: "call.join", call: call.id, desk: desk.desk });
  speakNotice(turn, call);
  if (call.overdue) turn.ask({ type: "fallback.stop", call: call.id });
  stopWaiting(turn, call);
  closeCallbackOf(turn, call);
}

/** Who answers a recorded line at once has skipped the notice: it is spoken into the conversation. */
function speakNotice(turn: Turn, call: Call): void {
  if (call.noticeHeard || !isRecorded(call, turn.state.policy)) return;
  turn.ask({ type: "prompt.play", call: call.id, prompt: firstPrompt(call, turn.state.policy), loop: false });
}

/** A fallback number or the neighbouring centre has the caller; the exchange bridged them. */
export function answerElsewhere(turn: Turn, input: InputOf<"fallback.answered">): void {
  const call = turn.state.calls.get(input.call);
  if (call?.state === "elsewhere") return;
  if (!isWaiting(call)) return turn.ask({ type: "fallback.stop", call: input.call });
  withdrawOffers(turn, offersOf(turn.state, call.id));
  const waited = turn.at - call.arrivedAt;
  turn.emit({ type: "call.answered-elsewhere", call: call.id, target: input.target, waited });
  turn.ask({ type: "prompt.stop", call: call.id });
  stopWaiting(turn, call);
}

/** Timers and alarms of waiting end with the waiting. */
export function stopWaiting(turn: Turn, call: Call): void {
  if (call.announcedAt === null) stopTimer(turn, `ringing:${call.id}`);
  stopTimer(turn, `overdue:${call.id}`);
  if (call.place !== null && (call.place.challenge.kind !== "none" || call.parkedAt !== null))
    stopTimer(turn, `challenge:${call.id}`);
  clearAlarm(turn, "call-unanswered", call.id);
}
