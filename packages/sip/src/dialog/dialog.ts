import { isIP } from "node:net";
import { parseAddress } from "../message/address.ts";
import type { SipRequest, SipResponse } from "../message/message.ts";
import { isLooseRouter, parseUri, wantsTcp, withoutHeaders } from "../message/uri.ts";
import { MAGIC_COOKIE } from "../message/via.ts";
import type { OutgoingRequest } from "../message/write.ts";
import type { Peer } from "../transport/peer.ts";

/** The peer-to-peer relation of RFC 3261 §12. Mutable where the RFC says so: sequence numbers and remote target. */
export type Dialog = {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** Our From, with tag, in requests we send. */
  readonly localParty: string;
  /** Our To, with tag, in requests we send. */
  readonly remoteParty: string;
  localSequence: number;
  /** Null until the peer sent a request (RFC 3261 §12.1.2). */
  remoteSequence: number | null;
  remoteTarget: string;
  /** Route URIs as they stood, `<sip:…;lr>`. */
  routes: readonly string[];
  /** Where the peer was last heard: used when its target is a name we cannot resolve, and for an open TCP connection. */
  heardFrom: Peer;
  readonly localAddress: string;
};

/** RFC 3261 §12.1.1: the UAS side, from a request with a usable Contact; null without one. */
export function dialogOfRequest(
  request: SipRequest,
  localTag: string,
  source: Peer,
  localAddress: string,
): Dialog | null {
  const target = contactOf(request) ?? targetBefore3261(request);
  if (target === null) return null;
  return {
    callId: request.callId,
    localTag,
    // RFC 3261 §12.1.1: an RFC 2543 peer has no From tag; its tag is then the null value.
    remoteTag: request.fromTag ?? "",
    localParty: `${request.headers.first("to") ?? ""};tag=${localTag}`,
    remoteParty: request.headers.first("from") ?? "",
    localSequence: 0,
    remoteSequence: request.sequence,
    remoteTarget: target,
    routes: request.headers.list("record-route"),
    heardFrom: source,
    localAddress,
  };
}

/** RFC 3261 §12.1.2: the UAC side, from a response with a To tag. The route set is Record-Route reversed. */
export function dialogOfResponse(
  request: OutgoingRequest,
  response: SipResponse,
  localTag: string,
  peer: Peer,
  localAddress: string,
): Dialog {
  return {
    callId: request.callId,
    localTag,
    remoteTag: response.toTag ?? "",
    localParty: request.from,
    remoteParty: response.headers.first("to") ?? request.to,
    localSequence: request.sequence,
    remoteSequence: null,
    remoteTarget: contactOf(response) ?? request.uri,
    routes: response.headers.list("record-route").toReversed(),
    heardFrom: peer,
    localAddress,
  };
}

/** RFC 3261 §12.2.1.1: a request inside the dialog. ACK keeps the number of its INVITE; all others count on. */
export function requestWithin(dialog: Dialog, method: string, lines = "", sequence?: number): OutgoingRequest {
  const routed = route(dialog);
  return {
    method,
    uri: routed.uri,
    from: dialog.localParty,
    to: dialog.remoteParty,
    callId: dialog.callId,
    sequence: sequence ?? (dialog.localSequence += 1),
    lines: routed.lines + lines,
  };
}

/** Where a request inside the dialog goes: first route, else remote target (RFC 3261 §8.1.2, §12.2.1.1). */
export function nextHop(dialog: Dialog): Peer {
  const first = dialog.routes[0];
  const hop = parseUri(first === undefined ? dialog.remoteTarget : (parseAddress(first)?.uri ?? ""));
  const { heardFrom } = dialog;
  // A host name cannot be resolved here (RFC 3263 is not there yet); the peer answers where it was heard.
  if (hop === null || isIP(hop.host) === 0) return heardFrom;
  // The open connection to this peer is used again: its far port is no listening port, and NAT lets nothing else in.
  if (heardFrom.connection?.isOpen() && hop.host === heardFrom.address) return heardFrom;
  return { transport: wantsTcp(hop) ? "tcp" : "udp", address: hop.host, port: hop.port ?? 5060, connection: null };
}

/** RFC 3261 §12.2.2: a target refresh request moves the remote target. */
export function refreshTarget(dialog: Dialog, message: SipRequest | SipResponse): void {
  dialog.remoteTarget = contactOf(message) ?? dialog.remoteTarget;
}

/** RFC 3261 §13.2.2.4: a 2xx sets the route set and the target of an early dialog anew. */
export function confirmDialog(dialog: Dialog, response: SipResponse): void {
  dialog.routes = response.headers.list("record-route").toReversed();
  refreshTarget(dialog, response);
}

/** The one URI in Contact, if it can be used. */
function contactOf(message: SipRequest | SipResponse): string | null {
  const contacts = message.headers.list("contact");
  const address = contacts.length === 1 ? parseAddress(contacts[0] as string) : null;
  return address !== null && parseUri(address.uri) !== null ? withoutHeaders(address.uri) : null;
}

/** RFC 2543 peers, known by their branch, may send no Contact: From then says where they are (RFC 4475 §3.4.1). */
function targetBefore3261(request: SipRequest): string | null {
  const { branch } = request.via;
  const follows3261 = branch !== null && branch.startsWith(MAGIC_COOKIE);
  if (follows3261 || request.headers.count("contact") > 0) return null;
  return parseUri(request.from.uri) === null ? null : request.from.uri;
}

/** RFC 3261 §12.2.1.1: loose routing keeps the target in the Request-URI; a strict router takes its place. */
function route(dialog: Dialog): { readonly uri: string; readonly lines: string } {
  const { routes, remoteTarget } = dialog;
  if (routes.length === 0) return { uri: remoteTarget, lines: "" };
  const first = parseAddress(routes[0] as string)?.uri ?? remoteTarget;
  const firstUri = parseUri(first);
  if (firstUri === null || isLooseRouter(firstUri)) return { uri: remoteTarget, lines: routeLines(routes) };
  return { uri: withoutHeaders(first), lines: routeLines([...routes.slice(1), `<${remoteTarget}>`]) };
}

function routeLines(routes: readonly string[]): string {
  return routes.map((one) => `Route: ${one}\r\n`).join("");
}
