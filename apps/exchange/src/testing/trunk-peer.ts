import { randomUUID } from "node:crypto";
import type { InboundCall, InboundEvent, OutboundCall, OutboundEvent, SipEdge, TrunkStanding } from "@siaga/sip";

/** An SDP offer as a caller's telephone makes it. */
export const callerOffer =
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

/** A telephone at the other end of the trunk, in memory: what it heard, and what it may do. */
export type Telephone = {
  readonly call: InboundCall;
  readonly heard: string[];
  says(event: InboundEvent): void;
  acknowledges(): void;
};

/** A number that was dialled. */
export type DialledPeer = {
  readonly trunk: string;
  readonly to: string;
  readonly heard: string[];
  says(event: OutboundEvent): void;
};

/** The trunk in memory: the peer that the exchange's mechanics are tested against. */
export function trunkPeer(): {
  readonly sip: SipEdge;
  readonly dialled: DialledPeer[];
  /** How the trunks stand from now on. */
  stand(trunks: readonly TrunkStanding[]): void;
  ring(dialled?: string, number?: string | null, trunk?: string): Telephone;
} {
  let onCall: (call: InboundCall) => void = () => {};
  const dialled: DialledPeer[] = [];
  const address = "127.0.0.1";
  const carrier = {
    trunk: "carrier",
    state: "up",
    addresses: [address],
    reaches: address,
    registration: null,
  } as const;
  let standings: readonly TrunkStanding[] = [carrier];
  const sip: SipEdge = {
    onCall: (listener) => void (onCall = listener),
    dial(trunk, to, { id }) {
      const { peer, call } = outbound(trunk, to, id);
      dialled.push(peer);
      return call;
    },
    trunks: () => standings,
    onTrunkChange() {},
    localAddressFor: () => address,
    takeScans: () => 0,
    counts: () => ({ transactions: 0, dialogs: 0, timers: 0 }),
    close: async () => {},
  };
  return {
    sip,
    dialled,
    stand: (trunks) => void (standings = trunks),
    ring(number = "112", from: string | null = "+6281234564417", trunk = "carrier") {
      const telephone = inbound(number, from, trunk);
      onCall(telephone.call);
      return telephone;
    },
  };
}

function inbound(dialled: string, number: string | null, trunk: string): Telephone {
  const heard: string[] = [];
  const listeners: ((event: InboundEvent) => void)[] = [];
  const ack = Promise.withResolvers<{ kind: "acknowledged"; sdp: null }>();
  return {
    heard,
    says: (event) => listeners.forEach((listener) => listener(event)),
    acknowledges: () => ack.resolve({ kind: "acknowledged", sdp: null }),
    call: {
      id: randomUUID(),
      sipCallId: randomUUID(),
      dialled,
      caller: { number, from: number === null ? "none" : "asserted", privacy: number === null },
      diverted: null,
      trunk,
      offer: callerOffer,
      remoteAddress: "127.0.0.1",
      localAddress: "127.0.0.1",
      ring: () => void heard.push("180"),
      async progress() {
        heard.push("183");
        return { kind: "heard", sdp: null };
      },
      answer(_sdp) {
        heard.push("200");
        return ack.promise;
      },
      congest: (status, seconds) => void heard.push(`${status} retry after ${seconds}`),
      fail: (status) => void heard.push(`${status}`),
      async hangUp() {
        heard.push("BYE");
      },
      async probe() {
        heard.push("OPTIONS");
        return "alive";
      },
      async reoffer(sdp) {
        heard.push("re-INVITE");
        return { kind: "answered", sdp };
      },
      on: (listener) => void listeners.push(listener),
    },
  };
}

function outbound(trunk: string, to: string, id: string): { readonly peer: DialledPeer; readonly call: OutboundCall } {
  const heard: string[] = ["INVITE"];
  const listeners: ((event: OutboundEvent) => void)[] = [];
  return {
    peer: { trunk, to, heard, says: (event) => listeners.forEach((listener) => listener(event)) },
    call: {
      id,
      async reoffer(sdp) {
        heard.push("re-INVITE");
        return { kind: "answered", sdp };
      },
      async probe() {
        heard.push("OPTIONS");
        return "alive";
      },
      async cancelOrHangUp() {
        heard.push("BYE");
      },
      on: (listener) => void listeners.push(listener),
    },
  };
}
