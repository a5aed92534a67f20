import type { CallId, DeskId, Instant, PartyId } from "#kernel";
import {
  closeCallbackOf,
  connectDesk,
  endCallback,
  endParty,
  giveUpSilentDesks,
  helpLeftAlone,
  loseCall,
  loseDesk,
  openCallback,
} from "#handling";
import { announce, isWaiting } from "#queue";
import { settle, type Step, turnWith } from "./centre.ts";
import type { Effect } from "./effect.ts";
import type { CentreEvent } from "./event.ts";
import { applies } from "./fold/applies.ts";
import { standingEffects, standingTimers } from "./standing.ts";
import type { CentreState } from "./state.ts";
import type { Turn } from "./turn.ts";

/** What the exchange knows when it meets a centre again. */
export type Reunion = {
  /** Decided by the exchange's own core while no centre was there, in its order and with its times. */
  readonly lateFacts: readonly CentreEvent[];
  readonly heldCalls: readonly {
    readonly call: CallId;
    readonly joinedDesk: DeskId | null;
    readonly signalling: "ringing" | "up";
    /** We dialled it: a call-back, or somebody beside a call. */
    readonly outgoing?: boolean;
  }[];
  readonly connectedDesks: readonly DeskId[];
  readonly now: Instant;
};

/**
 * Makes state and mechanics agree after a separation: late facts enter the log with their own times, calls the
 * exchange no longer holds are `interrupted`, vanished desks stop ringing, whoever waits is helped again.
 */
export function reconcile(state: CentreState, reunion: Reunion): Step {
  const late = tellLate(state, reunion);
  const over = leftOver(state, reunion);
  const step = turnWith(state, reunion.now, (turn) => {
    for (const call of lostCalls(state, reunion)) loseCall(turn, { type: "call.lost", call });
    for (const outgoing of lostCallbacks(state, reunion)) endCallback(turn, { outgoing, code: 503 });
    meetDesks(turn, reunion.connectedDesks);
    for (const party of lostParties(state, reunion)) endParty(turn, { type: "party.ended", party, code: 503 });
    giveUpSilentDesks(turn);
    helpLeftAlone(turn);
    for (const held of reunion.heldCalls) {
      const call = state.calls.get(held.call);
      if (held.signalling === "up" && isWaiting(call) && call.announcedAt === null) announce(turn, call);
    }
    placeUnqueued(turn);
    settle(turn, new Set(state.waiting));
  });
  return { state, events: [...late, ...step.events], effects: withStanding([...over, ...step.effects], state) };
}

/** Another policy is in force from here on (the exchange fails open, or ends doing so): offers follow it at once. */
export function takeOver(state: CentreState, now: Instant): Step {
  const step = turnWith(state, now, (turn) => settle(turn, new Set(state.waiting)));
  return { ...step, effects: withStanding(step.effects, state) };
}

function tellLate(state: CentreState, { lateFacts, now }: Reunion): CentreEvent[] {
  const told: CentreEvent[] = [];
  for (const fact of lateFacts) {
    if (!applies(state, fact)) continue;
    const step = turnWith(state, now, (turn) => tellFact(turn, fact), fact.occurredAt ?? fact.at);
    told.push(...step.events);
  }
  return told;
}

/** The exchange alone knows no numbers and no *uji* marks: what depends on them is decided here. */
function tellFact(turn: Turn, fact: CentreEvent): void {
  const call = "call" in fact && fact.call !== null ? turn.state.calls.get(fact.call) : undefined;
  if (call === undefined || fact.type !== "call.ended") turn.emit(fact);
  else {
    openCallback(turn, call, fact.outcome);
    turn.emit({ ...fact, test: call.test });
  }
  if (call !== undefined && fact.type === "call.answered") closeCallbackOf(turn, call);
}

function lostCalls(state: CentreState, { heldCalls }: Reunion): CallId[] {
  const held = new Set(heldCalls.map(({ call }) => call));
  return [...state.calls.values()].filter(({ id, state }) => state !== "ended" && !held.has(id)).map(({ id }) => id);
}

function lostCallbacks(state: CentreState, { heldCalls }: Reunion): CallId[] {
  const held = new Set(heldCalls.map(({ call }) => call));
  const outgoing = [...state.callbacks.values()].flatMap((callback) => callback.outgoing?.call ?? []);
  return outgoing.filter((call) => !held.has(call));
}

/** A colleague's desk is met with the desks; every other party has a leg at the exchange. */
function lostParties(state: CentreState, { heldCalls }: Reunion): PartyId[] {
  const held = new Set(heldCalls.map(({ call }) => call));
  return [...state.parties.values()].filter(({ id, to }) => to.kind !== "desk" && !held.has(id)).map(({ id }) => id);
}

/**
 * What the log says is over and the exchange still holds: whoever ended it died before it could say so. Nothing else is let
 * go of: a caller nobody here has heard of is one who has just called.
 */
function leftOver({ endedLately, calls, parties, callbacks }: CentreState, { heldCalls }: Reunion): Effect[] {
  const over = new Set(endedLately);
  for (const { id, state } of calls.values()) if (state !== "ended") over.delete(id);
  for (const id of parties.keys()) over.delete(id);
  for (const { outgoing } of callbacks.values()) if (outgoing !== null) over.delete(outgoing.call);
  return heldCalls.flatMap(({ call, outgoing }): Effect[] => {
    if (!over.has(call)) return [];
    if (outgoing !== true) return [{ type: "call.hang-up", call }];
    // Which of the two it was is not remembered; the other names nothing.
    return [
      { type: "party.hang-up", party: call },
      { type: "callback.hang-up", outgoing: call },
    ];
  });
}

function meetDesks(turn: Turn, connected: readonly DeskId[]): void {
  const known = new Set([...turn.state.linked, ...turn.state.desks.keys()]);
  for (const desk of known) if (!connected.includes(desk)) loseDesk(turn, { type: "desk.vanished", desk });
  for (const desk of connected) {
    if (!turn.state.linked.includes(desk)) connectDesk(turn, { type: "desk.connected", desk });
  }
}

/** Admitted, and the separation came before the next word: the call takes its place now. */
function placeUnqueued(turn: Turn): void {
  for (const call of turn.state.calls.values()) {
    if (call.state === "incoming") turn.emit({ type: "call.queued", call: call.id });
  }
}

function withStanding(asked: readonly Effect[], state: CentreState): Effect[] {
  const already = new Set(asked.map((effect) => JSON.stringify(effect)));
  const timers = standingTimers(state).map((timer): Effect => ({ type: "timer.start", ...timer }));
  return [...asked, ...[...standingEffects(state), ...timers].filter((one) => !already.has(JSON.stringify(one)))];
}
