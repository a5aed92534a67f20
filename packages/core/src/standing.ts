import { arrangementOf, callbackHeard, hasCaller, partiesOf } from "#handling";
import { challengePrompt, firstPrompt, isToldParked, isUnproven } from "#queue";
import type { Effect, EffectOf } from "./effect.ts";
import type { Call, CentreState } from "./state.ts";
import {
  challengeDueTimer,
  challengeTimer,
  glanceTimer,
  holdTimer,
  offerTimer,
  overdueTimer,
  parkedTimer,
  partyTimer,
  ringingTimer,
  surgeTimer,
  type Timer,
  wrapUpTimer,
} from "./timers.ts";
import { alarmKey } from "./turn.ts";

/** All timers that must be running, from the state alone: whoever starts the core starts these. */
export function standingTimers(state: CentreState): Timer[] {
  const timers: Timer[] = [];
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (call !== undefined) timers.push(...waitingTimers(state, call));
  }
  for (const call of state.calls.values())
    if (call.state === "held" && call.heldAt !== null) timers.push(holdTimer(call, call.heldAt, state));
  for (const party of state.parties.values())
    if (party.state === "dialling") timers.push(partyTimer(party, state.policy));
  for (const offer of state.offers.values()) timers.push(offerTimer(offer));
  for (const desk of state.desks.values()) {
    if (desk.state === "wrap-up" && desk.call !== null) timers.push(wrapUpTimer(desk, desk.call, state.policy));
  }
  for (const [desk, { call, since }] of state.triage.glances) timers.push(glanceTimer(desk, call, since, state.policy));
  if (state.triage.surge !== null) timers.push(surgeTimer(state.triage.surge.since));
  return timers;
}

function waitingTimers(state: CentreState, call: Call): Timer[] {
  const alarmed = state.alarms.has(alarmKey("call-unanswered", call.id));
  const timers: Timer[] = [];
  if (call.announcedAt === null) timers.push(ringingTimer(call, state.policy));
  if (!alarmed) timers.push(overdueTimer(call, state.policy, null));
  else if (state.policy.fallback.length > 0) timers.push(overdueTimer(call, state.policy, state.at));
  timers.push(...lineTimers(state, call));
  return timers;
}

/** A caller who was asked something is waited for, and asked again. */
function lineTimers(state: CentreState, call: Call): Timer[] {
  const { place } = call;
  const triage = state.policy.triage ?? null;
  if (place === null || triage === null) return [];
  const timers: Timer[] = [];
  const { challenge } = place;
  if (triage.challenge === null) return timers;
  if (isToldParked(call)) timers.push(parkedTimer(call, call.parkedAt!));
  if (challenge.kind === "asked")
    timers.push(challengeTimer(call, challenge.attempt, challenge.askedAt, triage.challenge));
  if (
    challenge.kind === "answered" &&
    isUnproven(place, state) &&
    challenge.response !== "strong" &&
    challenge.attempt < triage.challenge.retries
  ) {
    timers.push(challengeDueTimer(call, challenge.attempt + 1, challenge.answeredAt, triage.challenge));
  }
  return timers;
}

/** Effects that make the mechanics agree with the state. All are idempotent at the exchange. */
export function standingEffects(state: CentreState): Effect[] {
  const effects: Effect[] = [];
  for (const call of state.calls.values()) effects.push(...callEffects(state, call));
  for (const { desk, call, number, expiresAt } of state.offers.values()) {
    effects.push({ type: "operator.ring", desk, call, offer: number, expiresAt });
  }
  for (const callback of state.callbacks.values()) {
    const heard = callbackHeard(state, callback);
    if (heard !== null) effects.push({ type: "call.join", call: heard.call, desk: heard.desk }, heard);
  }
  for (const [desk, { call }] of state.triage.glances) effects.push({ type: "call.overhear", call, desk });
  for (const { alarm, subject } of state.alarms.values()) effects.push({ type: "alarm.sound", alarm, subject });
  return effects;
}

function callEffects(state: CentreState, call: Call): Effect[] {
  if (call.state === "queued" || call.state === "offered") return waitingEffects(state, call);
  const desk = call.answeredBy?.desk;
  if (desk === undefined || call.state === "ended") return [];
  const effects: Effect[] = [];
  if (hasCaller(call, desk)) effects.push({ type: "call.join", call: call.id, desk });
  if (call.state === "held") effects.push({ type: "call.hold", call: call.id, desk });
  // Whoever died may have taken a caller off hold, or back from the way to somebody, without a word to the exchange.
  if (call.state !== "held" || partiesOf(state, call.id).length > 0) effects.push(arrangementOf(state, call));
  return effects;
}

/** What a waiting caller hears. Nobody knows how much of a question was heard: it is put again. */
function promptOf(state: CentreState, call: Call): EffectOf<"prompt.play"> {
  const { id, place, promptHeard } = call;
  const asked = state.policy.triage?.challenge != null && place?.challenge.kind === "asked" ? place.challenge : null;
  if (asked !== null) return { type: "prompt.play", call: id, prompt: challengePrompt(asked.digit), loop: false };
  const prompt = promptHeard ? "still-waiting" : firstPrompt(call, state.policy);
  return { type: "prompt.play", call: id, prompt, loop: promptHeard };
}

function waitingEffects(state: CentreState, call: Call): Effect[] {
  const effects: Effect[] = [];
  // Recalled or parked: whoever spoke with them, by the exchange's last knowledge, does so no more.
  if (call.answeredAt !== null) effects.push(arrangementOf(state, call));
  if (call.announcedAt === null) effects.push({ type: "call.ring", call: call.id });
  else {
    effects.push({ type: "call.answer", call: call.id });
    effects.push(promptOf(state, call));
  }
  if (!call.overdue) return effects;
  for (const target of state.policy.fallback) effects.push({ type: "fallback.ring", call: call.id, target });
  return effects;
}
