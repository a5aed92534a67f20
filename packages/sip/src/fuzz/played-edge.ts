import { randomUUID } from "node:crypto";
import { loopbackTrunk, sdpOf } from "../agent/test-edge.ts";
import { type OpenSipEdge, openSip } from "../agent/open.ts";
import { standardIntervals } from "../transaction/intervals.ts";
import { createVirtualClock } from "../transaction/virtual-clock.ts";
import type { Arrival, Peer } from "../transport/peer.ts";
import type { Transport } from "../transport/transport.ts";
import type { InboundCall, OutboundCall } from "../trunk.ts";
import type { Random } from "./random.ts";
import { keep, type Overheard } from "./wording.ts";

/** An edge without sockets on a clock moved by hand, whose exchange does to calls what chance says. */
export type PlayedEdge = {
  readonly edge: OpenSipEdge;
  readonly overheard: Overheard;
  readonly receive: (bytes: Buffer) => void;
  readonly advance: (by: number) => void;
  readonly placeCall: () => void;
  /** The exchange ends every call it still knows. */
  readonly endAll: () => void;
  readonly sent: () => number;
};

export async function openPlayedEdge(random: Random): Promise<PlayedEdge> {
  const clock = createVirtualClock();
  const overheard: Overheard = { dialogs: [], requests: [], invites: [] };
  let onMessage: (arrival: Arrival) => void = () => undefined;
  let sent = 0;
  const transport: Transport = {
    port: 5060,
    localAddressFor: () => "127.0.0.1",
    send: (wire) => listen(overheard, wire, (sent += 1)),
    reachTcp: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
  const edge = await openSip(
    {
      address: "127.0.0.1",
      port: 5060,
      trunks: [{ ...loopbackTrunk, peer: "sip:127.0.0.1:5070", transfers: true }],
      country: "ID",
      shortCodes: ["112"],
      userAgent: "fuzzed",
      publicAddress: null,
    },
    {
      clock,
      chance: () => random.below(1_000_000) / 1_000_000,
      intervals: standardIntervals,
      keepaliveInterval: null,
      openTransport: (_options, user) => {
        onMessage = user.onMessage;
        return Promise.resolve(transport);
      },
    },
  );
  const inbound = takeCalls(edge, random);
  const outbound = new Set<OutboundCall>();
  const source: Peer = { transport: "udp", address: "127.0.0.1", port: 5070, connection: null };
  return {
    edge,
    overheard,
    receive: (bytes) => onMessage({ bytes, source, localAddress: "127.0.0.1" }),
    advance: clock.advance,
    placeCall: () => placeCall(edge, outbound),
    endAll: () => {
      for (const call of inbound) void call.hangUp();
      for (const call of outbound) void call.cancelOrHangUp();
    },
    sent: () => sent,
  };
}

function takeCalls(edge: OpenSipEdge, random: Random): Set<InboundCall> {
  const living = new Set<InboundCall>();
  edge.onCall((call) => {
    living.add(call);
    call.on((event) => {
      if (event.type === "cancelled" || event.type === "bye" || event.type === "failed") living.delete(call);
      // Now and then the exchange forgets to answer an offer.
      else if (event.type === "reoffer" && !random.once(5)) event.respond(random.once(3) ? null : sdpOf());
    });
    decide(call, random);
    // A room has only so many callers: the oldest hang up.
    for (const oldest of living) {
      if (living.size <= 200) break;
      living.delete(oldest);
      void oldest.hangUp();
    }
  });
  return living;
}

function decide(call: InboundCall, random: Random): void {
  const choice = random.below(8);
  if (choice < 6) call.ring();
  if (choice === 2 || choice === 4) void call.progress(sdpOf());
  if (choice < 4) void call.answer(sdpOf());
  if (choice < 2) void call.reoffer(sdpOf("sendonly"));
  if (choice === 1) void call.probe();
  if (choice === 5) void call.hangUp();
  if (choice === 6) call.congest(503, 3);
  if (choice === 7) call.fail(488);
}

function placeCall(edge: OpenSipEdge, living: Set<OutboundCall>): void {
  const call = edge.dial("loopback", "110", { id: randomUUID(), offer: sdpOf(), callerNumber: "112" });
  living.add(call);
  call.on((event) => {
    if (event.type === "failed" || event.type === "bye") living.delete(call);
    else if (event.type === "reoffer") event.respond(sdpOf());
    else if (event.type === "answered") void call.reoffer(sdpOf("sendonly"));
  });
  for (const oldest of living) {
    if (living.size <= 20) break;
    living.delete(oldest);
    void oldest.cancelOrHangUp();
  }
}

/** Learns dialogs from the edge's answers and its own requests. Only every few: the rest says the same. */
function listen(overheard: Overheard, wire: Buffer, number: number): void {
  if (number % 8 !== 0) return;
  const text = wire.toString("latin1", 0, 1_000);
  if (!text.startsWith("SIP/2.0")) return keep(overheard.requests, text, number >> 3);
  if (!text.includes(" INVITE\r\n")) return;
  const value = (name: string): string => new RegExp(`^${name}: (.*)\r$`, "m").exec(text)?.[1] ?? "";
  if (value("To").includes("tag="))
    keep(overheard.dialogs, { from: value("From"), to: value("To"), callId: value("Call-ID") }, number >> 3);
}
