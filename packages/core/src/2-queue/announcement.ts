import type { CallId, PromptName } from "#kernel";
import type { InputOf } from "../input.ts";
import type { Policy } from "../policy.ts";
import type { Call } from "../state.ts";
import { ringingTimer, stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { isBeingAsked } from "./line.ts";
import { isWaiting } from "./room.ts";

/** Calls of this line are recorded, and the caller is told so. */
export const isRecorded = (call: Call, policy: Policy): boolean => policy.recordedLines.includes(call.line);

/** What a waiting caller hears first: on a recorded line it also says that the call is recorded. */
export const firstPrompt = (call: Call, policy: Policy): PromptName =>
  isRecorded(call, policy) ? "recorded-notice" : "welcome-wait";

/** The caller will wait: SIP 200 and the first prompt (GLOSSARY, "How a call ends"). Never the outcome `answered`. */
export function announce(turn: Turn, call: Call, prompt: PromptName = firstPrompt(call, turn.state.policy)): void {
  turn.emit({ type: "call.announced", call: call.id, prompt });
  stopTimer(turn, ringingTimer(call, turn.state.policy).key);
  turn.ask({ type: "call.answer", call: call.id });
  turn.ask({ type: "prompt.play", call: call.id, prompt, loop: false });
}

/** Calls that wait with no desk ringing hear the first prompt at once. */
export function announceUnoffered(turn: Turn, calls: Iterable<CallId>): void {
  for (const id of calls) {
    const call = turn.state.calls.get(id);
    if (call?.state === "queued" && call.announcedAt === null) announce(turn, call);
  }
}

/** The offer goes on; the caller has heard ringback long enough. */
export function outlastRinging(turn: Turn, input: InputOf<"ringing.outlasted">): void {
  const call = turn.state.calls.get(input.call);
  if (isWaiting(call) && call.announcedAt === null) announce(turn, call);
}

/** A question may be heard first; that the call is recorded is still to be said then. */
const isNews = (call: Call, prompt: PromptName, policy: Policy): boolean =>
  prompt === firstPrompt(call, policy) ? !call.noticeHeard : prompt.startsWith("challenge-") && !call.promptHeard;

/** A prompt was heard to its end; whoever still waits hears that they still wait. */
export function completePrompt(turn: Turn, input: InputOf<"prompt.ended">): void {
  const call = turn.state.calls.get(input.call);
  if (call === undefined || call.state === "ended") return;
  if (isNews(call, input.prompt, turn.state.policy)) {
    turn.emit({ type: "prompt.completed", call: call.id, prompt: input.prompt });
  }
  if (!isWaiting(call) || call.announcedAt === null) return;
  // A question is followed by silence, so that the answer can be heard; the words to a parked caller by a question.
  if (isBeingAsked(call, turn.state)) return;
  turn.ask({ type: "prompt.play", call: call.id, prompt: "still-waiting", loop: true });
}
