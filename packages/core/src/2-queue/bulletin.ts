import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import { stopTimer } from "../timers.ts";
import type { Turn } from "../turn.ts";
import { announce, isRecorded } from "./announcement.ts";
import { triageOf } from "./line.ts";
import { isWaiting, mayBeAsked } from "./room.ts";

/** What a caller presses whose call is about something else. */
const somethingElse = "1";

/** Why there is nothing to announce. */
export const refuseBulletin = (state: CentreState, { incident }: { readonly incident: string }): RefusalCode | null =>
  state.incidents.has(incident) ? null : "unknown-incident";

/**
 * Many call about one incident: whoever waits hears that it is known, and what to press for something else.
 * A person announces it; hearing it ends nobody's call.
 */
export function openBulletin(turn: Turn, { incident, operator }: InputOf<"bulletin.requested">): void {
  if (refuseBulletin(turn.state, { incident }) !== null) return;
  if (turn.state.triage.bulletin?.incident === incident) return;
  turn.emit({ type: "bulletin.opened", incident, operator });
}

/** The incident is no longer what everybody calls about. */
export function closeBulletin(turn: Turn, { incident, operator }: InputOf<"bulletin.withdrawn">): void {
  if (turn.state.triage.bulletin?.incident === incident) turn.emit({ type: "bulletin.closed", incident, operator });
}

/** That the call is recorded is heard out first: so long, when nobody tells that it was (ms). */
const noticeTakes = 6_000;

/** Whoever has waited so long hears it once; whoever is being asked something, or is answered before, does not. */
export function tellBulletin(turn: Turn): void {
  const { bulletin } = turn.state.triage;
  const after = triageOf(turn.state)?.bulletin?.after;
  if (bulletin === null || after === undefined) return;
  for (const id of turn.state.waiting) {
    const call = turn.state.calls.get(id);
    if (call?.state !== "queued" || call.place === null || call.place.bulletin !== null || !mayBeAsked(call)) continue;
    if (call.place.challenge.kind === "asked" || turn.at - call.arrivedAt < after) continue;
    const unheard = isRecorded(call, turn.state.policy) && !call.noticeHeard;
    if (unheard && turn.at - call.arrivedAt < noticeTakes) continue;
    turn.emit({ type: "bulletin.heard", call: id, incident: bulletin.incident });
    if (call.announcedAt === null) announce(turn, call, "bulletin");
    else turn.ask({ type: "prompt.play", call: id, prompt: "bulletin", loop: false });
  }
}

/** Something else has happened: the caller comes before those who may call about what is known. */
export function leaveBulletin(
  turn: Turn,
  { call: id, digit }: { readonly call: string; readonly digit: string },
): void {
  const call = turn.state.calls.get(id);
  if (digit !== somethingElse || !isWaiting(call) || call.place?.bulletin !== "heard") return;
  const less = triageOf(turn.state)?.bulletin?.somethingElse ?? 0;
  if (call.place.challenge.kind === "answered") stopTimer(turn, `challenge:${id}`);
  turn.emit({ type: "bulletin.left", call: id, risk: call.place.risk + less });
}
