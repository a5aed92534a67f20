import type { SipRequest } from "../message/message.ts";
import { MAGIC_COOKIE } from "../message/via.ts";

/**
 * RFC 3261 §17.2.3: branch, sent-by and method name a server transaction; an ACK belongs to its INVITE.
 * Peers of RFC 2543 send no such branch: then Request-URI, From tag, Call-ID, CSeq and the top Via must agree.
 */
export function serverKey(request: SipRequest, method = request.method): string {
  const name = method === "ACK" ? "INVITE" : method;
  const { branch, sentBy } = request.via;
  if (branch !== null && branch.length > MAGIC_COOKIE.length && branch.startsWith(MAGIC_COOKIE))
    return `${branch} ${sentBy} ${name}`;
  return `2543 ${request.uri} ${request.fromTag ?? ""} ${request.callId} ${request.sequence} ${request.via.parameters} ${sentBy} ${name}`;
}

/** RFC 3261 §8.2.2.2: the same request over two paths has these in common. */
export function mergeKey(request: SipRequest): string {
  return `${request.fromTag ?? ""} ${request.callId} ${request.sequence} ${request.method}`;
}
