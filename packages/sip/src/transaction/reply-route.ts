import type { SipRequest } from "../message/message.ts";
import { bracketed } from "../message/uri.ts";
import { isIP } from "node:net";
import type { Peer } from "../transport/peer.ts";

/** Where responses go and the topmost Via they carry. */
export type ReplyRoute = { readonly peer: Peer; readonly topVia: string };

/** RFC 3261 §18.2.1 (received), §18.2.2 (where to), RFC 3581 §4 (rport). */
export function replyRoute(request: SipRequest, source: Peer): ReplyRoute {
  const { via } = request;
  const topVia = stampVia(topViaText(request), via.host, via.rport, source);
  // RFC 3261 §18.2.2: a reliable transport answers on its connection, and if that is gone at the sent-by port.
  if (source.transport === "tcp") return { peer: { ...source, port: via.port ?? 5060 }, topVia };
  // RFC 3261 §18.2.2: maddr goes before received.
  if (via.maddr !== null && isIP(via.maddr) !== 0)
    return { peer: { ...source, address: via.maddr, port: via.port ?? 5060 }, topVia };
  // RFC 3581 §4: with rport the answer goes back the way it came, through any NAT.
  if (via.rport) return { peer: source, topVia };
  return { peer: { ...source, port: via.port ?? 5060 }, topVia };
}

/** The topmost Via with what we saw of its sender. */
export function stampVia(text: string, host: string, rport: boolean, source: Peer): string {
  // RFC 3581 §4: received goes in with rport even when it equals sent-by.
  if (rport) return `${withoutRport(text)};received=${source.address};rport=${source.port}`;
  return host === source.address || host === bracketed(source.address) ? text : `${text};received=${source.address}`;
}

function topViaText(request: SipRequest): string {
  const field = request.headers.first("via") as string;
  return field.includes(",") ? (request.headers.list("via")[0] as string) : field;
}

function withoutRport(text: string): string {
  return text
    .split(";")
    .filter((part, at) => at === 0 || !/^\s*rport\s*(?:=|$)/i.test(part))
    .join(";");
}
