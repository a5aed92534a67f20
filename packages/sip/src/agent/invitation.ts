import { randomUUID } from "node:crypto";
import { bracketed, type Uri } from "../message/uri.ts";
import { type OutgoingRequest, routeLinesIn } from "../message/write.ts";
import type { Peer } from "../transport/peer.ts";
import { contactLine, type UserAgentCore } from "./core.ts";

/** What is dialled, checked by the caller of `PlacedCall`. */
export type Placement = {
  readonly id: string;
  readonly to: string;
  readonly callerNumber: string;
  readonly offer: string;
  readonly trunk: string;
  /** The trunk's host as it was configured: carriers know their own name, not the address it leads to. */
  readonly domain: string;
  /** Where requests to this carrier pass first (RFC 3608 §6.1); each as a Route stands. */
  readonly routes: readonly string[];
  /** Where a 3xx may send the call: only the trunk's own places. */
  readonly reach: (uri: Uri) => Peer | null;
};

/** Who speaks, from where and to whom. */
type Speaker = { readonly peer: Peer; readonly localAddress: string; readonly localTag: string };

/** The INVITE of a call from us (RFC 3261 §13.2.1). */
export function inviteFor(core: UserAgentCore, placement: Placement, speaker: Speaker): OutgoingRequest {
  const { to, callerNumber, offer, domain: host, routes } = placement;
  const { peer, localAddress, localTag } = speaker;
  const domain = `${host}${peer.transport === "tcp" ? ";transport=tcp" : ""}`;
  const lines =
    routes.map((route) => `Route: ${route}\r\n`).join("") +
    contactLine(core, localAddress, peer) +
    core.abilities.allow +
    core.abilities.supported +
    `Session-Expires: ${core.session.interval}\r\nAccept: application/sdp\r\nUser-Agent: ${core.product}\r\n`;
  return {
    method: "INVITE",
    uri: `sip:${to}@${domain}`,
    from: `<sip:${callerNumber}@${bracketed(localAddress)}>;tag=${localTag}`,
    to: `<sip:${to}@${host}>`,
    callId: randomUUID(),
    sequence: 1,
    lines,
    sdp: offer,
  };
}

/** RFC 3261 §9.1: same Request-URI, Call-ID, To, From, CSeq number and Route. `reason`: its line of RFC 3326. */
export function cancelOf({ sdp: _omitted, ...invite }: OutgoingRequest, reason: string): OutgoingRequest {
  return { ...invite, method: "CANCEL", lines: routeLinesIn(invite.lines) + reason };
}
