import { parseAddress } from "./address.ts";
import { canonicalName, Headers } from "./headers.ts";
import { type Message, parseCSeq, type RequestParts, SipRequest, SipResponse, topVia } from "./message.ts";
import { isKnownMethod } from "./methods.ts";
import { decimal, isToken } from "./text.ts";
import { isOurScheme, parseUri } from "./uri.ts";

/** A message that cannot be obeyed. With `headers`, enough of it stands for a stateless answer of `status`. */
export type Malformed = {
  readonly kind: "malformed";
  readonly status: 400 | 501 | 505;
  /** The fault in the words of the RFC, sent as reason phrase. Holds nothing of the message. */
  readonly fault: string;
  /** Request method as far as it could be read; null for responses and noise: nothing can be answered. */
  readonly method: string | null;
  readonly headers: Headers | null;
};

/** Most header lines we read, folded ones included; more is an attack or a fault. */
const MOST_LINES = 256;
const CR = 13;
const LF = 10;

/** RFC 3261 §7: one message from one datagram or one TCP frame. Never throws; time is linear in the length. */
export function parseMessage(bytes: Buffer): Message | Malformed {
  const head = headLength(bytes);
  const text = bytes.toString("latin1", 0, head.length);
  const firstEnd = text.indexOf("\n");
  const start = parseStartLine(trimCr(firstEnd === -1 ? text : text.slice(0, firstEnd)));
  if (start === null) return malformed(400, "Malformed Start Line", null, null);

  const method = start.kind === "request" ? start.method : null;
  const headers = firstEnd === -1 ? new Headers() : parseFields(text, firstEnd + 1);
  if (headers === null) return malformed(400, "Malformed Header Field", null, null);
  if (start.version !== "SIP/2.0") return malformed(505, "Version Not Supported", method, headers);
  const body = bodyOf(bytes, head.bodyStart, headers);
  if (body === null) return malformed(400, "Content-Length Exceeds Message", method, headers);
  return start.kind === "request" ? request(start, headers, body) : response(start, headers, body);
}

type StartLine =
  | { readonly kind: "request"; readonly version: string; readonly method: string; readonly uri: string }
  | { readonly kind: "response"; readonly version: string; readonly status: number; readonly reason: string };

/** RFC 3261 §7.1, §7.2. More spaces than one between the parts, or behind them, change nothing (RFC 4475 §3.1.2.9, 10). */
function parseStartLine(line: string): StartLine | null {
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  if (first < 1) return null;
  if (line.startsWith("SIP/")) {
    const status = decimal(line.slice(first + 1, second === -1 ? line.length : second), 699);
    if (status === null || status < 100) return null;
    return {
      kind: "response",
      version: line.slice(0, first),
      status,
      reason: second === -1 ? "" : line.slice(second + 1),
    };
  }
  const whole = line.trimEnd();
  const last = whole.lastIndexOf(" ");
  const method = whole.slice(0, first);
  const version = whole.slice(last + 1).toUpperCase();
  if (last <= first || !isToken(method) || !version.startsWith("SIP/")) return null;
  return { kind: "request", version, method, uri: withoutBlanks(whole.slice(first + 1, last)) };
}

/** RFC 4475 §3.1.2.8: blanks within a Request-URI mean nothing; a caller is not turned away for his carrier's spelling. */
function withoutBlanks(uri: string): string {
  return uri.includes(" ") || uri.includes("\t") ? uri.replaceAll(/[ \t]/g, "") : uri;
}

/** RFC 3261 §7.3.1: `name: value`, continued on lines that begin with a blank. */
function parseFields(text: string, from: number): Headers | null {
  const headers = new Headers();
  let start = from;
  let lines = 0;
  while (start < text.length) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    const line = trimCr(text.slice(start, end));
    start = end + 1;
    if (line === "") break;
    lines += 1;
    if (lines > MOST_LINES) return null;
    if (line.startsWith(" ") || line.startsWith("\t")) {
      const last = headers.values.length - 1;
      if (last < 0) return null;
      headers.values[last] = `${headers.values[last]} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(":");
    const name = colon < 1 ? null : canonicalName(line.slice(0, colon).trimEnd());
    if (name === null) return null;
    headers.add(name, line.slice(colon + 1).trim());
  }
  return headers;
}

/** RFC 3261 §8.1.1: To, From, CSeq, Call-ID, Max-Forwards and Via are in every request, once (Via: at least once). */
function request(start: StartLine & { kind: "request" }, headers: Headers, body: Buffer): Message | Malformed {
  const fault = (phrase: string): Malformed => malformed(400, phrase, start.method, headers);
  for (const name of ["from", "to", "call-id", "cseq"] as const)
    if (headers.count(name) !== 1) return fault(`One ${name} Header Required`);
  // RFC 3261 §8.1.1.6 makes Max-Forwards mandatory; RFC 2543 peers leave it out and §16.3 lets them.
  if (headers.count("max-forwards") > 1 || decimal(headers.first("max-forwards") ?? "70", 255) === null)
    return fault("Malformed Max-Forwards");
  const cseq = parseCSeq(headers.first("cseq") as string);
  if (cseq === null) return fault("Malformed CSeq");
  // RFC 3261 §8.1.1.5: the method in CSeq is the method of the request. RFC 4475 §3.1.2.18: 501 for a new method.
  if (cseq.method !== start.method)
    return malformed(isKnownMethod(start.method) ? 400 : 501, "CSeq Method Differs", start.method, headers);
  const via = topVia(headers);
  if (via === null) return fault("Malformed Via");
  const from = parseAddress(headers.first("from") as string);
  const to = parseAddress(headers.first("to") as string);
  if (from === null || to === null) return fault("Malformed From or To");
  if (headers.first("call-id") === "") return fault("Empty Call-ID");
  // RFC 3261 §7.1: no angle brackets around the Request-URI; RFC 5118 §4.2: an IPv6 address stands in brackets.
  const target = parseUri(start.uri);
  if (start.uri.startsWith("<") || (target === null && isOurScheme(start.uri))) return fault("Malformed Request-URI");
  const parts: RequestParts = { via, from, to, sequence: cseq.sequence, target };
  return new SipRequest(start, headers, parts, body);
}

function response(start: StartLine & { kind: "response" }, headers: Headers, body: Buffer): Message | Malformed {
  const cseq = parseCSeq(headers.first("cseq") ?? "");
  const via = topVia(headers);
  if (cseq === null || via === null) return malformed(400, "Malformed Response", null, null);
  return new SipResponse(start, headers, { via, ...cseq }, body);
}

/** RFC 3261 §18.3: over UDP a longer datagram is cut to Content-Length, a shorter one is an error. */
function bodyOf(bytes: Buffer, start: number, headers: Headers): Buffer | null {
  const declared = headers.first("content-length");
  const present = Math.max(bytes.length - start, 0);
  if (declared === undefined) return bytes.subarray(start);
  const length = decimal(declared, 2 ** 31 - 1);
  if (length === null || length > present || headers.count("content-length") > 1) return null;
  return bytes.subarray(start, start + length);
}

/** Where the head ends and the body begins: at the first empty line, CRLF or bare LF. */
function headLength(bytes: Buffer): { readonly length: number; readonly bodyStart: number } {
  const crlf = bytes.indexOf("\r\n\r\n", 0, "latin1");
  if (crlf !== -1) return { length: crlf + 2, bodyStart: crlf + 4 };
  const lf = bytes.indexOf("\n\n", 0, "latin1");
  if (lf !== -1) return { length: lf + 1, bodyStart: lf + 2 };
  return { length: bytes.length, bodyStart: bytes.length };
}

function trimCr(line: string): string {
  return line.charCodeAt(line.length - 1) === CR ? line.slice(0, -1) : line;
}

function malformed(
  status: Malformed["status"],
  fault: string,
  method: string | null,
  headers: Headers | null,
): Malformed {
  return { kind: "malformed", status, fault, method, headers };
}

/** RFC 3261 §7.5: empty lines before a start line are ignored; many peers send them as NAT keepalive. */
export function skipEmptyLines(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && (bytes[start] === CR || bytes[start] === LF || bytes[start] === 0)) start += 1;
  return start === 0 ? bytes : bytes.subarray(start);
}
