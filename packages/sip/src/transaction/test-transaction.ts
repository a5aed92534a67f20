import assert from "node:assert/strict";
import { SipRequest, SipResponse } from "../message/message.ts";
import { parseMessage } from "../message/parse.ts";
import type { Peer } from "../transport/peer.ts";
import { type ClientListener, ClientTransaction } from "./client.ts";
import { standardIntervals } from "./intervals.ts";
import { replyRoute } from "./reply-route.ts";
import { ServerTransaction } from "./server.ts";
import { createTimers } from "./timers.ts";
import { createVirtualClock } from "./virtual-clock.ts";

/** A transaction with nothing around it: what it sent, and when (ms). */
export type Stage = {
  readonly sent: { readonly at: number; readonly line: string }[];
  readonly advance: (by: number) => void;
  readonly timers: () => number;
  readonly ended: () => boolean;
};

const peerOf = (transport: "udp" | "tcp"): Peer => ({ transport, address: "192.0.2.1", port: 5060, connection: null });

function stage(onSend: (onError?: () => void) => void = () => undefined) {
  const clock = createVirtualClock();
  const timers = createTimers(clock);
  const sent: { at: number; line: string }[] = [];
  let ended = false;
  const send = (wire: Buffer, _peer: Peer, onError?: () => void): void => {
    sent.push({ at: clock.now(), line: wire.toString("latin1").split("\r\n", 1)[0] as string });
    onSend(onError);
  };
  const ports = { timers, intervals: standardIntervals, send };
  const seen: Stage = { sent, advance: clock.advance, timers: () => timers.count(), ended: () => ended };
  return { seen, ports, end: () => void (ended = true) };
}

export function serverOf(method: string, transport: "udp" | "tcp"): { transaction: ServerTransaction; seen: Stage } {
  const { seen, ports, end } = stage();
  const request = requestOf(method, transport);
  const route = replyRoute(request, peerOf(transport));
  return { transaction: new ServerTransaction({ key: "key", merge: null }, request, route, ports, end), seen };
}

/** Starts a request of ours; `heard` lists what the transaction user was told. */
export function clientOf(
  method: string,
  transport: "udp" | "tcp",
  onSend?: (onError?: () => void) => void,
): { transaction: ClientTransaction; seen: Stage; heard: string[] } {
  const { seen, ports, end } = stage(onSend);
  const heard: string[] = [];
  const listener: ClientListener = {
    onResponse: ({ status }) => heard.push(String(status)),
    onTimeout: () => heard.push("timeout"),
    onUnreachable: () => heard.push("unreachable"),
  };
  const request = {
    method,
    uri: "sip:112@192.0.2.1",
    from: "<sip:a@192.0.2.2>;tag=a",
    to: "<sip:112@192.0.2.1>",
    callId: "call",
    sequence: 1,
    lines: "",
  };
  const transaction = new ClientTransaction("z9hG4bKbranch", request, listener, ports, end);
  transaction.start(
    Buffer.from(`${method} sip:112@192.0.2.1 SIP/2.0\r\n\r\n`),
    "SIP/2.0/UDP 192.0.2.2",
    peerOf(transport),
  );
  return { transaction, seen, heard };
}

export function requestOf(method: string, transport: "udp" | "tcp" = "udp"): SipRequest {
  const text = `${method} sip:112@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/${transport.toUpperCase()} 192.0.2.1;branch=z9hG4bKx\r\nMax-Forwards: 70\r\nFrom: <sip:a@192.0.2.1>;tag=a\r\nTo: <sip:112@192.0.2.9>\r\nCall-ID: c\r\nCSeq: 1 ${method}\r\n\r\n`;
  const parsed = parseMessage(Buffer.from(text));
  assert.ok(parsed instanceof SipRequest);
  return parsed;
}

export function responseOf(status: number, method: string, tag = "b"): SipResponse {
  const text = `SIP/2.0 ${status} Whatever\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKbranch\r\nFrom: <sip:a@192.0.2.2>;tag=a\r\nTo: <sip:112@192.0.2.1>;tag=${tag}\r\nCall-ID: call\r\nCSeq: 1 ${method}\r\n\r\n`;
  const parsed = parseMessage(Buffer.from(text));
  assert.ok(parsed instanceof SipResponse);
  return parsed;
}
