import { randomUUID } from "node:crypto";
import { dialogOfRequest } from "../dialog/dialog.ts";
import { isTooShort, SHORTEST_INTERVAL } from "../dialog/session-timer.ts";
import { parseAddress } from "../message/address.ts";
import { sessionOf } from "../message/body.ts";
import { diversionOf } from "../message/diversion.ts";
import { EMERGENCY_NUMBER, isEmergencyService } from "../message/emergency.ts";
import { presentedIdentity } from "../message/identity.ts";
import type { SipRequest } from "../message/message.ts";
import { isKnownMethod } from "../message/methods.ts";
import { normaliseDialled, type Numbering } from "../message/number.ts";
import { parseUri } from "../message/uri.ts";
import type { Abilities, Reply } from "../message/write.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Arrival } from "../transport/peer.ts";
import type { InboundCall } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import { ReceivedCall } from "./inbound.ts";
import type { Refusals } from "./refusals.ts";
import { wishOf } from "./session-timer.ts";
import { coreFor, type Trunk } from "./trunks.ts";

/** Where new calls go, and how numbers read here. */
export type CallDestination = {
  readonly numbering: Numbering;
  /** False when nobody takes calls yet. */
  readonly offer: (call: InboundCall) => boolean;
  readonly refusals: Refusals;
};

/** RFC 3261 §8.2: a request from a trunk, in the order of the RFC. */
export function receiveRequest(
  edge: UserAgentCore,
  destination: CallDestination,
  trunk: Trunk,
  request: SipRequest,
  arrival: Arrival,
): void {
  const core = coreFor(edge, trunk);
  const known = core.transactions.find(request);
  // RFC 6026 §7.1: after a 2xx an ACK is the TU's, also one that repeats the branch of its INVITE.
  const isOfSuccess = request.method === "ACK" && known?.state === "accepted";
  // §17.2.3: a retransmission, or the ACK to a final response of 300–699.
  if (known !== undefined && !isOfSuccess) return known.receive(request.method === "ACK" ? "ack" : "request");
  // §13.2.2.4: the ACK to a 2xx is no transaction; it finds its dialog or nothing.
  if (request.method === "ACK") return dialogOf(core, request)?.receiveAck(request);
  if (request.method === "CANCEL") return receiveCancel(core, request, arrival);

  const merged = request.toTag === null && core.transactions.isMerged(request);
  const transaction = core.transactions.open(request, arrival.source);
  const refusal = merged ? { status: 482, toTag: randomUUID() } : refusalOf(request, core.abilities);
  if (refusal !== null) {
    if (isCallLost(request, refusal.status)) destination.refusals.note(trunk.setting.name, refusal.status);
    return void transaction.respond(refusal);
  }
  if (request.toTag !== null) return receiveInDialog(core, request, transaction, arrival);

  switch (request.method) {
    case "INVITE":
      return receiveInvite(core, destination, trunk, request, transaction, arrival);
    case "OPTIONS":
      return receiveOptions(core, transaction);
    case "REFER":
      // RFC 3515 §2.4.2: only somebody in a call may ask for another.
      return void transaction.respond({ status: 603, toTag: randomUUID() });
    default:
      // §15.1.2: a BYE that matches no dialog.
      return void transaction.respond({ status: 481, toTag: randomUUID() });
  }
}

/** A new call ends here: not with 482, when the same one is here already, nor with 422, after which it comes again (RFC 4028 §6). */
function isCallLost(request: SipRequest, status: number): boolean {
  return request.method === "INVITE" && request.toTag === null && status !== 482 && status !== 422;
}

/** §8.2.1 method, §8.2.2.1 Request-URI, §8.2.2.3 Require, §8.2.3 content: the first that fails answers. */
function refusalOf(request: SipRequest, { methods, extensions, allow }: Abilities): Reply | null {
  const { headers } = request;
  const refuse = (status: number, lines = ""): Reply => ({ status, toTag: randomUUID(), lines });
  // §8.2.1: 405 with Allow.
  if (!methods.includes(request.method)) return refuse(isKnownMethod(request.method) ? 405 : 501, allow);
  // §8.2.2.1: sips would promise TLS, which is not there yet. RFC 5031: a service URN has no host to be ours or not.
  if (request.target === null ? !isEmergencyService(request.uri) : request.target.scheme === "sips") return refuse(416);
  // §8.2.2.3: 420 with every option we lack.
  const lacking = headers.list("require").filter((option) => !extensions.includes(option.toLowerCase()));
  if (lacking.length > 0) return refuse(420, `Unsupported: ${lacking.join(", ")}\r\n`);
  // RFC 4028 §9: the peer knows this answer and comes again with a longer interval.
  const refreshes = request.method === "INVITE" || request.method === "UPDATE";
  if (refreshes && isTooShort(wishOf(headers), SHORTEST_INTERVAL))
    return refuse(422, `Min-SE: ${SHORTEST_INTERVAL}\r\n`);
  if (request.body.length === 0) return null;
  // §8.2.3: 415 with what we accept.
  if (!["", "identity"].includes((headers.first("content-encoding") ?? "").toLowerCase()))
    return refuse(415, "Accept-Encoding: identity\r\n");
  if (["INVITE", "UPDATE", "PRACK"].includes(request.method) && sessionOf(request).kind === "unsupported")
    return refuse(415, "Accept: application/sdp\r\n");
  return null;
}

/** §9.2: the CANCEL is answered 200 whatever became of its INVITE; only an undecided INVITE ends by it. */
function receiveCancel(core: UserAgentCore, request: SipRequest, arrival: Arrival): void {
  const invite = core.transactions.find(request, "INVITE");
  const transaction = core.transactions.open(request, arrival.source);
  transaction.respond({ status: invite === undefined ? 481 : 200, toTag: invite?.localTag ?? randomUUID() });
  if (invite?.state === "proceeding") invite.onCancel?.(request);
}

/** §12.2.2: 481 for a dialog we do not know. */
function receiveInDialog(
  core: UserAgentCore,
  request: SipRequest,
  transaction: ServerTransaction,
  arrival: Arrival,
): void {
  const dialog = dialogOf(core, request);
  if (dialog === undefined) transaction.respond({ status: 481, toTag: null });
  else dialog.receive(request, transaction, arrival.source);
}

function dialogOf(core: UserAgentCore, request: SipRequest) {
  const found = core.dialogs.get(request.toTag ?? "");
  return found?.owns(request) === true ? found : undefined;
}

/** §13.3.1: a new call. */
function receiveInvite(
  core: UserAgentCore,
  destination: CallDestination,
  trunk: Trunk,
  request: SipRequest,
  transaction: ServerTransaction,
  arrival: Arrival,
): void {
  const localTag = randomUUID();
  transaction.localTag = localTag;
  const dialog = dialogOfRequest(request, localTag, arrival.source, arrival.localAddress);
  // §8.1.1.8: an INVITE carries exactly one Contact with a SIP URI; without it nothing could be sent to this dialog.
  if (dialog === null) {
    destination.refusals.note(trunk.setting.name, 400);
    return void transaction.respond({ status: 400, reason: "One Contact Required", toTag: localTag });
  }
  const { trustIdentity, identityHeader = "p-asserted-identity" } = trunk.setting;
  const trust = { trustIdentity, identityHeader, isPseudoNumber: trunk.isPseudoNumber };
  const numbering = trunk.numbering ?? destination.numbering;
  const call = new ReceivedCall(core, request, transaction, dialog, {
    dialled: normaliseDialled(calledUser(request, trunk), numbering),
    caller: presentedIdentity(request, trust, numbering),
    diverted: trustIdentity ? diversionOf(request.headers, numbering) : null,
    trunk: trunk.setting.name,
  });
  // Before the exchange has attached nobody could answer: 503 lets the carrier try its next route.
  if (destination.offer(call)) return;
  destination.refusals.note(trunk.setting.name, 503);
  call.congest(503, 2);
}

/** Whom the caller wanted: the Request-URI, but a registrar puts our Contact there; then RFC 7315 §4.2, else To. */
function calledUser(request: SipRequest, { setting }: Trunk): string {
  const user = request.target === null ? EMERGENCY_NUMBER : request.target.user;
  if (setting.registration === undefined || user !== setting.registration.user) return user;
  const called = parseAddress(request.headers.first("p-called-party-id") ?? "") ?? request.to;
  if (isEmergencyService(called.uri)) return EMERGENCY_NUMBER;
  return parseUri(called.uri)?.user || user;
}

/** §11.2: what an INVITE would meet. */
function receiveOptions(core: UserAgentCore, transaction: ServerTransaction): void {
  transaction.respond({
    status: 200,
    toTag: randomUUID(),
    lines: `${core.abilities.allow}${core.abilities.supported}Accept: application/sdp\r\nAccept-Encoding: identity\r\nAccept-Language: id, en\r\nServer: ${core.product}\r\n`,
  });
}
