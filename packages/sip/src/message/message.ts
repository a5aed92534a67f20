import { type Address, parseAddress, tagOf } from "./address.ts";
import type { Headers } from "./headers.ts";
import { decimal } from "./text.ts";
import type { Uri } from "./uri.ts";
import { parseVia, type Via } from "./via.ts";

/** A request as received: the start line understood, headers only located. Typed parts are parsed when first asked for. */
export class SipRequest {
  readonly kind = "request";
  readonly method: string;
  readonly uri: string;
  readonly headers: Headers;
  readonly body: Buffer;
  /** The topmost Via, checked by the parser. */
  readonly via: Via;
  readonly from: Address;
  readonly to: Address;
  readonly sequence: number;
  /** The Request-URI taken apart; null for a scheme we do not know. */
  readonly target: Uri | null;

  constructor(start: { method: string; uri: string }, headers: Headers, parts: RequestParts, body: Buffer) {
    this.method = start.method;
    this.uri = start.uri;
    this.headers = headers;
    this.body = body;
    this.via = parts.via;
    this.from = parts.from;
    this.to = parts.to;
    this.sequence = parts.sequence;
    this.target = parts.target;
  }

  get callId(): string {
    return this.headers.first("call-id") as string;
  }
  get fromTag(): string | null {
    return tagOf(this.from);
  }
  get toTag(): string | null {
    return tagOf(this.to);
  }
}

/** A response as received. */
export class SipResponse {
  readonly kind = "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly body: Buffer;
  readonly via: Via;
  readonly sequence: number;
  /** Method from CSeq: which request this answers (RFC 3261 §17.1.3). */
  readonly method: string;

  constructor(
    start: { status: number; reason: string },
    headers: Headers,
    parts: { via: Via; sequence: number; method: string },
    body: Buffer,
  ) {
    this.status = start.status;
    this.reason = start.reason;
    this.headers = headers;
    this.body = body;
    this.via = parts.via;
    this.sequence = parts.sequence;
    this.method = parts.method;
  }

  get toTag(): string | null {
    const to = parseAddress(this.headers.first("to") ?? "");
    return to === null ? null : tagOf(to);
  }
}

export type Message = SipRequest | SipResponse;

/** What every request must show in order (RFC 3261 §8.1.1). */
export type RequestParts = {
  readonly via: Via;
  readonly from: Address;
  readonly to: Address;
  readonly sequence: number;
  readonly target: Uri | null;
};

/** `314159 INVITE` (RFC 3261 §20.16: the number is below 2**31). */
export function parseCSeq(value: string): { readonly sequence: number; readonly method: string } | null {
  const text = value.trim();
  let split = 0;
  while (split < text.length && text[split] !== " " && text[split] !== "\t") split += 1;
  const sequence = decimal(text.slice(0, split), 2 ** 31 - 1);
  const method = text.slice(split).trim();
  return sequence === null || method === "" ? null : { sequence, method };
}

/** The topmost Via of a message, without splitting the whole list when there is no comma. */
export function topVia(headers: Headers): Via | null {
  const field = headers.first("via");
  if (field === undefined) return null;
  return parseVia(field.includes(",") ? (headers.list("via")[0] ?? "") : field);
}
