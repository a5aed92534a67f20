import type { TestContext } from "node:test";
import type { InboundCall, InboundEvent, OutboundCall, OutboundEvent, SipOptions, TrunkSetting } from "../trunk.ts";
import type { OpenSipEdge, SipInternals } from "./open.ts";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, responseText, type WirePeer } from "./wire-peer.ts";

/** A call that is up with a peer that says exactly what a test writes, whichever side began it. */
export type WireCall<Call = InboundCall | OutboundCall> = {
  readonly edge: OpenSipEdge;
  readonly peer: WirePeer;
  readonly call: Call;
  readonly events: (InboundEvent | OutboundEvent)[];
  readonly types: () => string[];
  /** The peer's request inside the dialog. */
  readonly say: (method: string, sequence: number, body?: string, lines?: string, branch?: string) => void;
  /** The peer's response to a request of ours. */
  readonly answer: (request: string, status: string, body?: string, lines?: string) => void;
};

type Opening = {
  /** Closes edge and peer when the test ends, however it ends. */ readonly t: TestContext;
  readonly internals?: Partial<SipInternals>;
  readonly options?: Partial<SipOptions>;
  /** What its trunk is besides the loopback. */
  readonly trunk?: Partial<TrunkSetting>;
  readonly lines?: string;
};

/** The peer dials us; its next request has CSeq 2. `lines` stand in its INVITE. */
export async function openReceivedCall(opening: Opening): Promise<WireCall<InboundCall>> {
  const trunks = [{ ...loopbackTrunk, ...opening.trunk }];
  const edge = await openTestEdge({ trunks, ...opening.options }, opening.internals);
  const peer = await openWirePeer(edge.port);
  opening.t.after(() => closeAll(edge, peer));
  const arrived = new Promise<InboundCall>((resolve) => edge.onCall(resolve));
  peer.send(requestText({ method: "INVITE", port: peer.port, body: sdpOf(), lines: opening.lines ?? "" }));
  const call = await arrived;
  void call.answer(sdpOf());
  const to = headerOf(await peer.next(/^SIP\/2.0 200/), "To");
  const from = "<sip:081234567890@127.0.0.1>;tag=caller";
  const wire = wireCall({ edge, peer, call, callId: "call-1", from, to });
  wire.say("ACK", 1);
  return wire;
}

/** We dial the peer; its first request has any CSeq. `lines` stand in its 200. */
export async function openPlacedCall(opening: Opening): Promise<WireCall<OutboundCall>> {
  const peer = await openWirePeer(null);
  const trunks = [{ ...loopbackTrunk, ...opening.trunk, peer: `sip:127.0.0.1:${peer.port}` }];
  const edge = await openTestEdge({ trunks, ...opening.options }, { keepaliveInterval: null, ...opening.internals });
  opening.t.after(() => closeAll(edge, peer));
  const call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
  const invite = await peer.next(/^INVITE /);
  const [from, to] = [`${headerOf(invite, "To")};tag=b`, headerOf(invite, "From")];
  const wire = wireCall({ edge, peer, call, callId: headerOf(invite, "Call-ID"), from, to });
  wire.answer(invite, "200 OK", sdpOf(), opening.lines);
  await peer.next(/^ACK /);
  return wire;
}

function wireCall<Call extends InboundCall | OutboundCall>(parts: {
  edge: OpenSipEdge;
  peer: WirePeer;
  call: Call;
  callId: string;
  from: string;
  to: string;
}): WireCall<Call> {
  const { edge, peer, call, callId, from, to } = parts;
  const { port } = peer;
  const events: (InboundEvent | OutboundEvent)[] = [];
  (call as InboundCall).on((event) => events.push(event));
  return {
    edge,
    peer,
    call,
    events,
    types: () => events.map(({ type }) => type),
    say(method, sequence, body = "", lines = "", branch = `z9hG4bK-${method}-${sequence}-${Math.random()}`) {
      const text = requestText({ method, port, sequence, callId, to, body, lines, branch });
      peer.send(text.replace(/^From: .*$/m, `From: ${from}`));
    },
    answer: (request, status, body = "", lines = "") =>
      peer.send(responseText(request, status, "b", `Contact: <sip:peer@127.0.0.1:${port}>\n${lines}`, body)),
  };
}

async function closeAll(edge: OpenSipEdge, peer: WirePeer): Promise<void> {
  peer.close();
  await edge.close();
}

/** Our BYE is confirmed by the peer, and nothing of the call stays behind. */
export async function hangUp({ peer, call, answer, edge }: WireCall): Promise<void> {
  const ended = "hangUp" in call ? call.hangUp() : call.cancelOrHangUp();
  answer(await peer.next(/^BYE /), "200 OK");
  await ended;
  await until(() => edge.counts().dialogs === 0, "the dialog is over");
}
