import type { SipRequest } from "./message.ts";
import type { Headers } from "./headers.ts";

/** RFC 3261 §21. */
const reasons: Readonly<Record<number, string>> = {
  100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 405: "Method Not Allowed",
  408: "Request Timeout", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension", 422: "Session Interval Too Small",
  480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected",
  486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here", 491: "Request Pending",
  500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable", 504: "Server Time-out",
  505: "Version Not Supported", 603: "Decline",
}; // prettier-ignore

/** What a peer may ask of us, and what it is told of: that and nothing else (RFC 3261 §20.5, §20.37). */
export type Abilities = {
  readonly methods: readonly string[];
  /** Option tags a peer may use or require. */
  readonly extensions: readonly string[];
  readonly allow: string;
  readonly supported: string;
};

const abilities = (methods: readonly string[], extensions: readonly string[]): Abilities => ({
  methods,
  extensions,
  allow: `Allow: ${methods.join(", ")}\r\n`,
  supported: `Supported: ${extensions.join(", ")}\r\n`,
});
export const ordinaryAbilities = abilities(
  ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "UPDATE", "INFO"],
  ["100rel", "timer"],
);
/** Where those we call may send the caller on (RFC 3515, RFC 4488). */
export const referAbilities = abilities(
  [...ordinaryAbilities.methods, "REFER"],
  [...ordinaryAbilities.extensions, "norefersub"],
);

/** The first line of a response, as a peer that asked after another call is told of it (RFC 3515 §2.4.5). */
export const statusLine = (status: number): string => `SIP/2.0 ${status} ${reasons[status] ?? ""}`;

/** What we add to a response. Header lines end in CRLF. */
export type Reply = {
  readonly status: number;
  readonly reason?: string;
  /** Added to To when the request had none (RFC 3261 §8.2.6.2). */
  readonly toTag: string | null;
  readonly lines?: string;
  /** An SDP body. */
  readonly sdp?: string;
};

/** RFC 3261 §8.2.6: the response echoes Via, From, To, Call-ID and CSeq. `topVia` already holds received and rport. */
export function writeResponse(request: SipRequest, topVia: string, reply: Reply): Buffer {
  // RFC 3261 §8.2.6.1: a Timestamp goes back in the 100.
  const timestamp = reply.status === 100 ? request.headers.first("timestamp") : undefined;
  const stamped = timestamp === undefined ? reply : { ...reply, lines: `Timestamp: ${timestamp}\r\n` };
  return writeEcho(request.headers, topVia, request.toTag === null ? reply.toTag : null, stamped);
}

/** The same from headers alone: for a request too broken to be one, as long as its five headers stand. */
export function writeEcho(headers: Headers, topVia: string, toTag: string | null, reply: Reply): Buffer {
  let head = `SIP/2.0 ${reply.status} ${reply.reason ?? reasons[reply.status] ?? ""}\r\nVia: ${topVia}\r\n`;
  const vias = headers.list("via");
  for (let at = 1; at < vias.length; at += 1) head += `Via: ${vias[at]}\r\n`;
  head += echoed(headers, "from", "From");
  if (headers.first("to") !== undefined)
    head += `To: ${headers.first("to")}${toTag === null ? "" : `;tag=${toTag}`}\r\n`;
  head += echoed(headers, "call-id", "Call-ID") + echoed(headers, "cseq", "CSeq");
  return withBody(head + (reply.lines ?? ""), reply.sdp);
}

function echoed(headers: Headers, name: string, written: string): string {
  const value = headers.first(name);
  return value === undefined ? "" : `${written}: ${value}\r\n`;
}

/** Record-Route of a request, echoed in responses that make a dialog (RFC 3261 §12.1.1). */
export function recordRouteLines(request: SipRequest): string {
  return request.headers
    .fields("record-route")
    .map((field) => `Record-Route: ${field}\r\n`)
    .join("");
}

/** The parts of a request; Via is given apart because the transport decides it (RFC 3261 §18.1.1). */
export type OutgoingRequest = {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly sequence: number;
  /** More lines, each ending in CRLF: Route, Contact, Allow … */
  readonly lines: string;
  readonly sdp?: string;
  /** A body of RFC 3420 instead. */
  readonly fragment?: string;
};

/** The Route lines of a request of ours: its CANCEL and the ACK to its refusal repeat them (RFC 3261 §9.1, §17.1.1.3). */
export function routeLinesIn(lines: string): string {
  const routes = lines.split("\r\n").filter((line) => line.startsWith("Route:"));
  return routes.map((line) => `${line}\r\n`).join("");
}

/** RFC 3261 §8.1.1. */
export function writeRequest(request: OutgoingRequest, via: string): Buffer {
  const head =
    `${request.method} ${request.uri} SIP/2.0\r\nVia: ${via}\r\nMax-Forwards: 70\r\nFrom: ${request.from}\r\n` +
    `To: ${request.to}\r\nCall-ID: ${request.callId}\r\nCSeq: ${request.sequence} ${request.method}\r\n${request.lines}`;
  if (request.fragment !== undefined) return withBody(head, request.fragment, "message/sipfrag;version=2.0");
  return withBody(head, request.sdp);
}

/** The head is latin1 so that bytes we only echo stay as they came; the body is UTF-8. */
function withBody(head: string, body: string | undefined, type = "application/sdp"): Buffer {
  if (body === undefined || body === "") return Buffer.from(`${head}Content-Length: 0\r\n\r\n`, "latin1");
  const length = Buffer.byteLength(body);
  const start = `${head}Content-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
  const wire = Buffer.allocUnsafe(start.length + length);
  wire.write(start, 0, "latin1");
  wire.write(body, start.length, "utf8");
  return wire;
}
