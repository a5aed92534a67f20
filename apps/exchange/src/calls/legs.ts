import type { HeldCall, LineSetting } from "@siaga/contracts/exchange-link";
import type { CallId, DeskId, FallbackTarget, Instant, PromptName } from "@siaga/core";
import type { InboundCall, OutboundCall } from "@siaga/sip";

/** What every call has: who talks in it. The call id also names its media leg and its room. */
type Conversation = {
  readonly id: CallId;
  readonly line: LineSetting;
  readonly arrivedAt: Instant;
  /** The desk the brain joined; its audio comes back here after a page refresh. */
  desk: DeskId | null;
  talkingSince: Instant | null;
  held: boolean;
  /** It holds one of the channels. */
  channel: boolean;
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
  playing: PromptName | null;
  readonly fallbacks: Map<string, FallbackLeg>;
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
    ofDesk(desk) {
      for (const leg of legs.values()) if (leg.desk === desk && !leg.over) return leg;
      return null;
    },
    all: () => [...legs.values()],
    count: () => legs.size,
  };
}

export const heldCall = (leg: CallLeg): HeldCall => ({
  call: leg.id,
  arrivedAt: leg.arrivedAt,
  signalling:
    leg.direction === "outgoing" ? (leg.answered ? "up" : "ringing") : leg.signalling === "up" ? "up" : "ringing",
  joinedDesk: leg.desk,
  outgoing: leg.direction === "outgoing",
});
