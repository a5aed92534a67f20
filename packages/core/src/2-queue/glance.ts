import { rounded } from "#admission";
import type { CallId, DeskId, GlanceFinding, Instant, Lane } from "#kernel";
import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { Call, CentreState } from "../state.ts";
import { glanceTimer, startTimer, stopTimer } from "../timers.ts";
import type { LinePlace } from "../triage-state.ts";
import type { Turn } from "../turn.ts";
import { triageOf } from "./line.ts";
import { isIdle, isWaiting } from "./room.ts";

/** What a finding adds to the risk: whoever sounds like nuisance waits behind others of their lane, and stays in it. */
const byNuisance = 1;

/** Why nobody can be listened to from here. */
export function refuseGlance(
  state: CentreState,
  { call: id, desk: seat }: InputOf<"glance.requested">,
): RefusalCode | null {
  const desk = state.desks.get(seat);
  if (desk === undefined) return "not-signed-in";
  if (!desk.connected) return "no-audio";
  if (!isIdle(desk)) return "desk-busy";
  const call = state.calls.get(id);
  // Who has not been answered with 200 sends no sound yet (RFC 3261 §13.2.1).
  return call?.state === "queued" && call.place !== null && call.announcedAt !== null ? null : "not-waiting";
}

/** A free operator listens to a waiting caller: the caller hears what they heard before, and keeps their place. */
export function beginGlance(turn: Turn, input: InputOf<"glance.requested">): void {
  const { call, desk } = input;
  if (refuseGlance(turn.state, input) !== null) return;
  if (turn.state.triage.glances.get(desk)?.call === call) return;
  endGlance(turn, desk, null);
  const { operator } = turn.state.desks.get(desk)!;
  turn.emit({ type: "glance.began", call, desk, operator });
  turn.ask({ type: "call.overhear", call, desk });
  startTimer(turn, glanceTimer(desk, call, turn.at, turn.state.policy));
}

/** Why there is nothing to say about this caller. */
export const refuseFinding = (state: CentreState, { call, desk }: InputOf<"glance.ended">): RefusalCode | null =>
  state.triage.glances.get(desk)?.call === call ? null : "not-listening";

/** The operator says what they heard: it orders, and ends nothing. */
export function reportGlance(turn: Turn, input: InputOf<"glance.ended">): void {
  if (refuseFinding(turn.state, input) === null) endGlance(turn, input.desk, input.found);
}

/** Long enough: the operator is free again. */
export function lapseGlance(turn: Turn, { call, desk }: InputOf<"glance.lapsed">): void {
  if (turn.state.triage.glances.get(desk)?.call === call) endGlance(turn, desk, "unsure");
}

/** When a desk stops listening by itself; null: it listens to nobody. */
export function glanceEndsAt({ triage, policy }: CentreState, desk: DeskId): Instant | null {
  const glance = triage.glances.get(desk);
  return glance === undefined ? null : glanceTimer(desk, glance.call, glance.since, policy).due;
}

/** Whoever rings, or is with somebody, listens to nobody else; a caller who is spoken to is not listened to. */
export function endGlances(turn: Turn): void {
  for (const [seat, { call: id }] of turn.state.triage.glances) {
    const desk = turn.state.desks.get(seat);
    if (desk === undefined || !isIdle(desk) || !isWaiting(turn.state.calls.get(id))) endGlance(turn, seat, null);
  }
}

function endGlance(turn: Turn, desk: DeskId, found: GlanceFinding | null): void {
  const glance = turn.state.triage.glances.get(desk);
  if (glance === undefined) return;
  const { call } = glance;
  turn.emit({ type: "glance.ended", call, desk, found, ...standsAfter(turn.state, call, found) });
  turn.ask({ type: "call.overhear-end", call, desk });
  stopTimer(turn, `glance:${desk}`);
}

function standsAfter(state: CentreState, id: CallId, found: GlanceFinding | null): Pick<LinePlace, "lane" | "risk"> {
  const { lane, risk } = state.calls.get(id)?.place ?? { lane: "waiting" as Lane, risk: 0 };
  const triage = triageOf(state);
  if (triage === null || found === null || found === "unsure" || lane === "express") return { lane, risk };
  // Behind those who answered for themselves.
  if (found === "emergency") return { lane: "express", risk: rounded(triage.expressBelow - 0.01) };
  return { lane, risk: rounded(Math.max(risk, triage.expressBelow) + byNuisance) };
}

/** The caller it would be worth listening to: nothing is known of them but that they could not answer the question. */
export function worthGlance(state: CentreState): Call | null {
  const triage = triageOf(state);
  if (triage?.glance == null || state.triage.surge === null) return null;
  const { again } = triage.glance;
  const listenedTo = new Set([...state.triage.glances.values()].map(({ call }) => call));
  for (let place = state.waiting.length - 1; place >= 0; place -= 1) {
    const call = state.calls.get(state.waiting[place]!);
    if (call?.state !== "queued" || call.place?.lane !== "waiting" || call.place.glanced || listenedTo.has(call.id))
      continue;
    const { challenge } = call.place;
    if (challenge.kind !== "answered" || challenge.response === "none") continue;
    const last = call.caller.kind === "number" ? state.triage.glanced.get(call.caller.id) : undefined;
    if (last === undefined || state.at - last >= again) return call;
  }
  return null;
}
