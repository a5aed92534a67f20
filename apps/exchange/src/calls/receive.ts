import type { CallId } from "@siaga/core";
import type { InboundCall, InboundEvent } from "@siaga/sip";
import type { Tell } from "../brain/brain.ts";
import type { Clock } from "../clock.ts";
import type { Channels } from "./channels.ts";
import type { CallerLeg, Calls } from "./legs.ts";
import type { Lines } from "./lines.ts";

export type Reception = {
  readonly calls: Calls;
  readonly lines: Lines;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly tell: Tell;
  /** Whether a trunk carries what its callers press and say before an operator answers. */
  readonly isAskable: (trunk: string) => boolean;
};

/** A new call has come in: it is told upwards at once; 180 follows when it is durable. Nobody is refused here. */
export function receive(sip: InboundCall, { calls, lines, channels, clock, tell, isAskable }: Reception): CallerLeg {
  const line = lines.ofDialled(sip.dialled);
  const leg: CallerLeg = {
    direction: "incoming",
    id: sip.id,
    sip,
    line,
    arrivedAt: clock(),
    signalling: "received",
    answered: null,
    audio: null,
    early: null,
    playing: null,
    asked: false,
    speaking: false,
    desk: null,
    talkingSince: null,
    held: false,
    over: false,
    fallbacks: new Map(),
    parties: new Map(),
    arranged: null,
    colleagues: [],
    hears: "joined",
    referrals: new Map(),
    heldParties: new Set(),
    ringbackAt: null,
  };
  calls.add(leg);
  const taken = channels.take(leg.id, sip.trunk, "incoming");
  const arrival = {
    call: sip.id,
    line: line.line,
    trunk: sip.trunk,
    caller: { kind: "withheld" },
    history: null,
    test: false,
    ...(isAskable(sip.trunk) ? {} : ({ askable: false } as const)),
  } as const;
  const arrived = { presented: { number: sip.caller.number }, dialled: sip.dialled };
  if (taken === "taken") tell({ type: "call.arrived", ...arrival }, arrived);
  // RFC 3261 §21.5.4: after a 503 a carrier sends us nothing for a while, on any trunk; one full trunk is only busy (§21.4.24).
  else tell({ type: "call.congested", status: taken === "trunk-full" ? 486 : 503, ...arrival }, arrived);
  return leg;
}

/** What the trunk says about a call afterwards, each kind of word to the one who deals with it. */
export type TrunkWord = {
  hungUp(call: CallId): void;
  failed(call: CallId, code: number, reason: string): void;
  silent(call: CallId): void;
  pressed(call: CallId, digit: string): void;
  renewed(call: CallId, sdp: string): void;
  reoffered(call: CallId, event: Extract<InboundEvent, { type: "reoffer" }>): void;
};

export function listenToTrunk(leg: CallerLeg, word: TrunkWord): void {
  const words: { readonly [T in InboundEvent["type"]]: (event: Extract<InboundEvent, { type: T }>) => void } = {
    cancelled: () => word.hungUp(leg.id),
    bye: () => word.hungUp(leg.id),
    failed: ({ code, reason }) => word.failed(leg.id, code, reason),
    silent: () => word.silent(leg.id),
    digit: ({ digit }) => word.pressed(leg.id, digit),
    renewed: ({ sdp }) => word.renewed(leg.id, sdp),
    reoffer: (event) => word.reoffered(leg.id, event),
  };
  leg.sip.on((event) => (words[event.type] as (event: InboundEvent) => void)(event));
}
