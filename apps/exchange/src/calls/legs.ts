import type { HeldCall, LineSetting } from "@siaga/contracts/exchange-link";
import type { CallId, DeskId, EffectOf, FallbackTarget, Instant, PartyId, PromptName } from "@siaga/core";
import type { InboundCall, OutboundCall, Referral } from "@siaga/sip";

/** What every call has: who talks in it. The call id also names its media leg and its room. */
type Conversation = {
  readonly id: CallId;
  readonly line: LineSetting;
  readonly arrivedAt: Instant;
  /** The desk the brain joined; its audio comes back here after a page refresh. */
  desk: DeskId | null;
  talkingSince: Instant | null;
  held: boolean;
  /** Nothing more is to be done with it. */
  over: boolean;
};

/** A call from the trunk. */
export type CallerLeg = Conversation & {
  readonly direction: "incoming";
  readonly sip: InboundCall;
  signalling: "received" | "ringing" | "answering" | "up";
  /** Resolves true when the 200 is out, false when it never will be. Null until somebody wants it. */
  answered: Promise<boolean> | null;
  /** Our SDP, once its audio stands; null when it never will. Null until somebody wants it. */
  audio: Promise<string | null> | null;
  /** Resolves true when it hears us before any 200. Null until somebody wants it. */
  early: Promise<boolean> | null;
  playing: PromptName | null;
  /** Was asked something and made no sound since: the next voice is told, once. */
  asked: boolean;
  /** A voice was heard last, and has not ceased. */
  speaking: boolean;
  readonly fallbacks: Map<string, FallbackLeg>;
  /** Others dialled into the call. */
  readonly parties: Map<PartyId, PartyLeg>;
  /** Who hears whom, once there was more to say of it than a desk and its caller. */
  arranged: Pick<EffectOf<"call.arrange">, "caller" | "parties"> | null;
  /** Desks of colleagues asked into the call. */
  colleagues: readonly DeskId[];
  /** What the caller was last given to hear by an arrangement. */
  hears: EffectOf<"call.arrange">["caller"];
  /** Those whom a party asked for, until their call is decided: who wants news of it, and the number. */
  readonly referrals: Map<PartyId, Referred>;
  readonly heldParties: Set<string>;
  /** The desk that hears ringing of our own. */
  ringbackAt: DeskId | null;
};

/** The number stays here: the brain knows only that somebody was named. */
export type Referred = { readonly referral: Referral; readonly trunk: string };

/** Somebody dialled beside a living call; also the name of their media leg. */
export type PartyLeg = {
  readonly id: PartyId;
  sip: OutboundCall | null;
  state: "dialling" | "answered" | "over";
  /** 180 Ringing was heard. */
  rings: boolean;
  /** The network plays something before the answer. */
  early: boolean;
};

/** A call we dial for a call-back. */
export type OutgoingLeg = Conversation & {
  readonly direction: "outgoing";
  sip: OutboundCall | null;
  answered: boolean;
};

/** A fallback number being dialled for a waiting caller. */
export type FallbackLeg = {
  /** Its media leg: `<call>/<target>`. */
  readonly leg: string;
  readonly target: FallbackTarget;
  sip: OutboundCall | null;
  state: "dialling" | "bridged" | "over";
};

export type CallLeg = CallerLeg | OutgoingLeg;

/** The calls whose legs the exchange holds. */
export interface Calls {
  add(leg: CallLeg): void;
  remove(call: CallId): void;
  find(call: CallId): CallLeg | null;
  /** An incoming call that is not over. */
  caller(call: CallId): CallerLeg | null;
  outgoing(call: CallId): OutgoingLeg | null;
  /** The call this party is beside, or was named for. */
  withParty(party: PartyId): CallerLeg | null;
  /** The call that the neighbour with this media leg has taken. */
  withFallback(leg: string): CallerLeg | null;
  /** The conversation a desk is in. */
  ofDesk(desk: DeskId): CallLeg | null;
  all(): readonly CallLeg[];
  count(): number;
}

export function openCalls(): Calls {
  const legs = new Map<CallId, CallLeg>();
  const living = (call: CallId): CallLeg | null => {
    const leg = legs.get(call);
    return leg && !leg.over ? leg : null;
  };
  return {
    add: (leg) => void legs.set(leg.id, leg),
    remove: (call) => void legs.delete(call),
    find: living,
    caller(call) {
      const leg = living(call);
      return leg?.direction === "incoming" ? leg : null;
    },
    outgoing(call) {
      const leg = living(call);
      return leg?.direction === "outgoing" ? leg : null;
    },
    withParty(party) {
      for (const leg of legs.values())
        if (leg.direction === "incoming" && (leg.parties.has(party) || leg.referrals.has(party))) return leg;
      return null;
    },
    withFallback(name) {
      for (const leg of legs.values()) if (leg.direction === "incoming" && isBridged(leg, name)) return leg;
      return null;
    },
    ofDesk(desk) {
      for (const leg of legs.values()) if (isAt(leg, desk) && !leg.over) return leg;
      return null;
    },
    all: () => [...legs.values()],
    count: () => legs.size,
  };
}

const isBridged = ({ fallbacks }: CallerLeg, name: string): boolean =>
  [...fallbacks.values()].some(({ leg, state }) => leg === name && state === "bridged");

const isAt = (leg: CallLeg, desk: DeskId): boolean =>
  leg.desk === desk || (leg.direction === "incoming" && leg.colleagues.includes(desk));

/** A call and whoever was dialled beside it, as the exchange holds them. */
export const heldCalls = (leg: CallLeg): readonly HeldCall[] => [
  heldCall(leg),
  ...(leg.direction === "outgoing" ? [] : [...leg.parties.values()].map((party) => heldParty(leg, party))),
];

const heldParty = (leg: CallerLeg, { id, state }: PartyLeg): HeldCall => ({
  call: id,
  arrivedAt: leg.arrivedAt,
  signalling: state === "answered" ? "up" : "ringing",
  joinedDesk: null,
  outgoing: true,
});

const heldCall = (leg: CallLeg): HeldCall => ({
  call: leg.id,
  arrivedAt: leg.arrivedAt,
  signalling:
    leg.direction === "outgoing" ? (leg.answered ? "up" : "ringing") : leg.signalling === "up" ? "up" : "ringing",
  joinedDesk: leg.desk,
  outgoing: leg.direction === "outgoing",
});
