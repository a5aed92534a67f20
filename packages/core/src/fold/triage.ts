import { leftNow, noClaims, rateNow, seen, streakNow, triageDefaults, type TriageParameters } from "#admission";
import type { Classification, Instant } from "#kernel";
import { lineOf } from "#queue";
import type { CentreEvent, EventOf } from "../event.ts";
import type { Call, CentreState } from "../state.ts";
import type { TriageState } from "../triage-state.ts";
import { advanceCall, advanceDesk, type Folds, joinQueue, standAnew, when } from "./fold.ts";

/** What a label says about a number; null: nothing either way. */
export const nuisanceLabel: Readonly<Record<Classification, boolean | null>> = {
  emergency: false,
  "non-emergency": false,
  information: false,
  silent: true,
  prank: true,
  child: true,
  harassment: true,
  doubtful: null,
  disconnected: null,
  misdial: null,
  unclear: null,
};

/** Nuisance that is seldom meant, and may be somebody in need who cannot speak, or a child. */
export const silentLabels: readonly Classification[] = ["silent", "child"];

/** How far one label, and one answer to the challenge, moves the share of nuisance among new numbers. */
const byLabel = 0.1;
const byResponse = { memory: 0.04, strong: 0, weak: 0.02, none: 0.04 };

export const triageFolds: Folds<
  | "challenge.asked"
  | "speech.heard"
  | "challenge.answered"
  | "call.promoted"
  | "surge.began"
  | "surge.ended"
  | "bulletin.opened"
  | "bulletin.closed"
  | "bulletin.heard"
  | "bulletin.left"
  | "park.suggested"
  | "call.parked"
  | "glance.began"
  | "glance.ended"
  | "policy.changed"
> = {
  "challenge.asked"(state, event) {
    const place = state.calls.get(event.call)?.place;
    const { attempt, digit } = event;
    if (!place) return;
    place.challenge = { kind: "asked", attempt, digit, askedAt: when(event), heard: false };
    if (attempt === 0) place.asked = { since: when(event), risk: place.risk };
  },
  "speech.heard"(state, event) {
    const place = state.calls.get(event.call)?.place;
    if (place?.challenge.kind === "asked") place.challenge = { ...place.challenge, heard: true };
  },
  "challenge.answered": answerChallenge,
  "call.promoted"(state, event) {
    const place = state.calls.get(event.call)?.place;
    if (place) place.promoted = true;
  },
  "surge.began"(state, event) {
    state.triage.surge = { since: when(event), pressedAt: when(event) };
  },
  "surge.ended": (state) => void (state.triage.surge = null),
  "bulletin.opened"(state, { incident }) {
    state.triage.bulletin = { incident };
    // Whoever heard of another incident has not heard of this one.
    for (const id of state.waiting) {
      const place = state.calls.get(id)?.place;
      if (place?.bulletin === "heard") place.bulletin = null;
    }
  },
  "bulletin.closed": (state) => void (state.triage.bulletin = null),
  "bulletin.heard"(state, event) {
    const place = state.calls.get(event.call)?.place;
    if (place) place.bulletin = "heard";
  },
  "bulletin.left"(state, event) {
    const call = state.calls.get(event.call);
    if (!call?.place) return;
    const lane = call.place.lane === "waiting" ? "claim" : call.place.lane;
    Object.assign(call.place, { bulletin: "something-else", risk: event.risk, lane });
    standAnew(state, call);
  },
  "park.suggested"(state, event) {
    const call = state.calls.get(event.call);
    if (call === undefined) return;
    call.parkSuggestedAt = call.parkSuggested ? null : when(event);
    call.parkSuggested = true;
  },
  "call.parked": park,
  "glance.began"(state, event) {
    const call = state.calls.get(event.call);
    state.triage.glances.set(event.desk, { call: event.call, since: when(event) });
    if (call?.place) call.place.glanced = true;
    if (call?.caller.kind !== "number") return;
    state.triage.glanced.delete(call.caller.id);
    state.triage.glanced.set(call.caller.id, when(event));
    const again = state.policy.triage?.glance?.again ?? 0;
    forget(state.triage.glanced, (at) => state.at - at > again);
  },
  "glance.ended"(state, { call: id, desk, lane, risk }) {
    state.triage.glances.delete(desk);
    const call = state.calls.get(id);
    if (!call?.place) return;
    Object.assign(call.place, { lane, risk });
    standAnew(state, call);
  },
  "policy.changed"(state, { triage }) {
    state.policy = { ...state.policy, triage };
    if (triage?.challenge == null) forgetQuestions(state);
    state.line = lineOf(state);
  },
};

/** Nobody is asked any more: a question that was being asked holds its caller up no longer. */
function forgetQuestions({ waiting, calls }: CentreState): void {
  for (const id of waiting) {
    const place = calls.get(id)?.place;
    if (place?.challenge.kind === "asked") place.challenge = { kind: "none" };
  }
}

/** Back in line as one who has been spoken to; asked again, so that there is a way back to a person. */
function park(state: CentreState, event: EventOf<"call.parked">): void {
  const call = state.calls.get(event.call);
  const desk = state.desks.get(event.desk);
  if (call === undefined || state.waiting.includes(call.id)) return;
  const at = when(event);
  advanceCall(state, call.id, event.type);
  // Whoever was lost once and found again stood first: now the operator has said that others do.
  const waitsAgain = { recalledAt: null, parkedAt: at, parkSuggested: false, parkSuggestedAt: null };
  Object.assign(call, { ...waitsAgain, overdue: false, promptHeard: true, passedOver: [] });
  call.announcedAt ??= at;
  call.silentSides = call.silentSides.filter((side) => side !== "desk");
  if (call.place) {
    Object.assign(call.place, { lane: "waiting", risk: event.risk, promoted: false, challenge: { kind: "none" } });
  }
  joinQueue(state, call);
  if (desk !== undefined && advanceDesk(state, desk.desk, event)) desk.call = null;
}

function answerChallenge(state: CentreState, event: EventOf<"challenge.answered">): void {
  const call = state.calls.get(event.call);
  if (!call?.place) return;
  const { attempt, response, lane, risk, belief } = event;
  Object.assign(call.place, {
    lane,
    risk,
    challenge: { kind: "answered", attempt, response, answeredAt: when(event) },
  });
  standAnew(state, call);
  if (call.place.unknown) moveShare(state.triage, byResponse.memory, byResponse[response]);
  followLastAnswer(state, call, event);
  if (response === "strong" && call.place.abuser && call.caller.kind === "number") {
    rememberClaim(state, call.caller.id, belief, when(event));
  }
}

/** How many of those who are asked answer rightly: whoever will not be asked again counts, and a right answer after that. */
function followLastAnswer(state: CentreState, call: Call, event: EventOf<"challenge.answered">): void {
  const triage: TriageParameters | null | undefined = state.policy.triage;
  const right = event.response === "strong";
  if (!triage?.challenge || call.place?.abuser === true || call.parkedAt !== null) return;
  if (!right && event.attempt < triage.challenge.retries) return;
  const { pressure } = state.triage;
  const { unknownCalls } = triage.memory;
  const at = when(event);
  const rightly = right
    ? seen(pressure.rightly, at, unknownCalls)
    : { perSecond: rateNow(pressure.rightly, at, unknownCalls), at };
  state.triage.pressure = { ...pressure, asked: seen(pressure.asked, at, unknownCalls), rightly };
}

function rememberClaim(state: CentreState, caller: string, belief: "token" | "streak" | null, at: Instant): void {
  const triage = state.policy.triage;
  if (!triage) return;
  const record = state.triage.claims.get(caller) ?? noClaims;
  const right = streakNow(record, at, triage.claims);
  const believedAt = belief === "token" ? at : record.believedAt;
  state.triage.claims.delete(caller);
  state.triage.claims.set(caller, { believedAt, right, rightAt: at });
  if (belief === "streak") {
    const { streaksPerSecond, streaksMost } = triage.claims;
    state.triage.streaks = { left: leftNow(state.triage.streaks, at, streaksPerSecond, streaksMost) - 1, at };
  }
  forget(state.triage.claims, (claim) => at - claim.rightAt > (triage.claims.tokenEvery ?? 0));
}

function moveShare(triage: TriageState, memory: number, towards: number): void {
  triage.pressure = { ...triage.pressure, nuisanceShare: triage.pressure.nuisanceShare * (1 - memory) + towards };
}

/** Rates follow every call that is admitted and begins to wait. */
export function followArrival(state: CentreState, call: Call, at: Instant): void {
  const { pressure } = state.triage;
  const { allCalls, unknownCalls } = (state.policy.triage ?? triageDefaults).memory;
  const all = seen(pressure.all, at, allCalls);
  const unknown = call.place?.unknown === true ? seen(pressure.unknown, at, unknownCalls) : pressure.unknown;
  state.triage.pressure = { ...pressure, all, unknown };
}

/** What the call was changes what is expected of new numbers, and ends a known abuser's streak. */
export function followLabel(state: CentreState, call: Call, label: Classification): void {
  const nuisance = nuisanceLabel[label];
  if (!call.place || nuisance === null) return;
  if (call.place.unknown) moveShare(state.triage, byLabel, nuisance ? byLabel : 0);
  if (!nuisance || call.caller.kind !== "number") return;
  const record = state.triage.claims.get(call.caller.id);
  if (record) state.triage.claims.set(call.caller.id, { ...record, right: 0 });
}

/** A known abuser is spoken to: the time that takes comes out of the common budget. */
export function followAnswer(state: CentreState, call: Call, at: Instant): void {
  const budget = state.policy.triage?.budget;
  if (!budget || call.place?.lane !== "waiting" || !call.place.abuser) return;
  state.triage.budget = { left: leftNow(state.triage.budget, at, budget.perSecond, budget.most) - budget.charge, at };
}

/** Somebody who was left waiting no longer is: the surge had a reason until now. */
export function followLeftWaiting(state: CentreState, call: Call | undefined, event: CentreEvent): void {
  if (call?.state !== "queued" || state.triage.surge === null) return;
  state.triage.surge = { ...state.triage.surge, pressedAt: when(event) };
}

/** Whoever gives up is remembered for a while, so that dialling again costs nothing. */
export function followLeaver(state: CentreState, call: Call, at: Instant): void {
  const triage: TriageParameters | null | undefined = state.policy.triage;
  if (!triage || call.caller.kind !== "number" || !call.place || call.answeredAt !== null) return;
  const { leavers } = state.triage;
  leavers.delete(call.caller.id);
  leavers.set(call.caller.id, { leftAt: at, since: call.place.since });
  forget(leavers, (leaver) => at - leaver.leftAt > triage.redialWithin);
}

/** The oldest stand first: those that no longer matter go. */
function forget<T>(records: Map<string, T>, isOver: (record: T) => boolean): void {
  for (const [key, record] of records) {
    if (!isOver(record)) return;
    records.delete(key);
  }
}
