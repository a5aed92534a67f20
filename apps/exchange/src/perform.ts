import type { CallCard } from "@siaga/contracts/exchange-link";
import type { ExchangeEffect } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import { arrange } from "./calls/arrange.ts";
import { dialCallback, type CallingBack } from "./calls/dial.ts";
import type { Ending } from "./calls/end.ts";
import { type Fallback, ringFallback, stopRinging } from "./calls/fallback.ts";
import { congest, hangUp, hangUpOutgoing } from "./calls/hang-up.ts";
import { hold, resume } from "./calls/hold.ts";
import { join, type Joining } from "./calls/join.ts";
import type { CallerLeg, CallLeg, OutgoingLeg } from "./calls/legs.ts";
import { endOverhearing, overhear } from "./calls/overhear.ts";
import { type Dialling, dialParty, hangUpParty } from "./calls/party.ts";
import { playPrompt, stopPrompt } from "./calls/prompt.ts";
import { type Answering, beHeard, ring } from "./calls/ring.ts";
import { seat } from "./calls/seat.ts";
import type { PerformEffect } from "./brain/overdue.ts";
import type { DeskRings } from "./desks/rings.ts";

/** What the effects act upon. */
export type Mechanics = {
  readonly media: MediaPlane;
  readonly ending: Ending;
  readonly joining: Joining;
  readonly fallback: Fallback;
  readonly callingBack: CallingBack;
  readonly dialling: Dialling;
  readonly answering: Answering;
  readonly rings: DeskRings;
  /** The card of a call when the commit brought none: what the exchange itself may show. */
  readonly cardOf: (call: string) => CallCard | null;
  readonly onBroken: (effect: string, error: unknown) => void;
};

type Beside = { readonly number?: string; readonly card?: CallCard };
type Perform = {
  readonly [T in ExchangeEffect["type"]]: (
    effect: Extract<ExchangeEffect, { type: T }>,
    beside: Beside,
  ) => void | Promise<void>;
};

/**
 * One line an effect. Each is idempotent by the state of what it names: effects come at least once, and one that
 * names a call that is over does nothing.
 */
export function performer(mechanics: Mechanics): PerformEffect {
  const { media, ending, joining, fallback, rings, answering } = mechanics;
  const { calls, tellDesk } = ending;
  const onCaller = (call: string, act: (leg: CallerLeg) => void | Promise<void>) => when(calls.caller(call), act);
  const onOutgoing = (call: string, act: (leg: OutgoingLeg) => void) => when(calls.outgoing(call), act);
  const onCall = (call: string, act: (leg: CallLeg) => void) => when(calls.find(call), act);

  const perform: Perform = {
    "call.ring": ({ call }) => onCaller(call, (leg) => ring(leg, answering)),
    "call.answer": ({ call }) => onCaller(call, (leg) => beHeard(leg, answering)),
    "prompt.play": ({ call, prompt, loop }) => onCaller(call, (leg) => playPrompt(leg, prompt, loop, media)),
    "prompt.stop": ({ call }) => onCaller(call, (leg) => stopPrompt(leg, media)),
    "call.join": ({ call, desk }) =>
      onCall(call, (leg) => (leg.direction === "incoming" ? join(leg, desk, joining) : seat(leg, media))),
    "call.overhear": ({ call, desk }) => onCaller(call, (leg) => overhear(leg, desk, media)),
    "call.overhear-end": ({ desk }) => endOverhearing(desk, calls, media),
    "call.hold": ({ call }) => onCall(call, (leg) => hold(leg, media, tellDesk)),
    "call.resume": ({ call }) => onCall(call, (leg) => resume(leg, media, tellDesk)),
    "call.arrange": (effect) => onCaller(effect.call, (leg) => arrange(leg, effect, joining)),
    "party.dial": (effect, { number }) =>
      onCaller(effect.call, (leg) => dialParty(leg, effect, number ?? null, mechanics.dialling)),
    "party.hang-up": ({ party }) => when(calls.withParty(party), (leg) => hangUpParty(leg, party, mechanics.dialling)),
    "operator.remind": ({ desk, call }) => onCaller(call, () => tellDesk(desk, { type: "remind", call })),
    "call.hang-up": ({ call }) => onCaller(call, (leg) => hangUp(leg, ending)),
    "call.congest": ({ call, status }) => onCaller(call, (leg) => congest(leg, status, ending)),
    "operator.ring": ({ desk, call, expiresAt }, { card }) =>
      when(card ?? mechanics.cardOf(call), (shown) => rings.ring(desk, shown, expiresAt)),
    "operator.stop-ringing": ({ desk, call }) => rings.stop(desk, call),
    "fallback.ring": ({ call, target }) => onCaller(call, (leg) => ringFallback(leg, target, fallback)),
    "fallback.stop": ({ call }) => onCaller(call, (leg) => stopRinging(leg, media)),
    "callback.dial": (effect, { number }) => dialCallback(effect, number ?? null, mechanics.callingBack),
    "callback.hang-up": ({ outgoing }) => onOutgoing(outgoing, (leg) => hangUpOutgoing(leg, ending)),
  };
  return (effect, beside = {}) => {
    const act = perform[effect.type] as (effect: ExchangeEffect, beside: Beside) => void | Promise<void>;
    // One call's trouble is that call's alone.
    void (async () => act(effect, beside))().catch((error) => mechanics.onBroken(effect.type, error));
  };
}

function when<T>(found: T | null, act: (found: T) => void | Promise<void>): void | Promise<void> {
  if (found !== null) return act(found);
}
