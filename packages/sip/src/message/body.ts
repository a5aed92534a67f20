import type { SipRequest, SipResponse } from "./message.ts";
import { parameter } from "./text.ts";

/** What a message carries: SDP, nothing, or something we cannot read (RFC 3261 §8.2.3: 415). */
export type Session = { readonly kind: "sdp"; readonly sdp: string } | { readonly kind: "none" | "unsupported" };

const none: Session = { kind: "none" };

/**
 * The SDP of a message. A multipart body is searched for its SDP part (RFC 5621 §3.1): gateways put ISUP beside it.
 * A body of another kind that may be ignored counts as none (RFC 3261 §20.11 handling=optional).
 */
export function sessionOf(message: SipRequest | SipResponse): Session {
  if (message.body.length === 0) return none;
  const type = message.headers.first("content-type") ?? "";
  const media = mediaTypeOf(type);
  if (media === "application/sdp") return { kind: "sdp", sdp: message.body.toString("utf8") };
  if (media.startsWith("multipart/")) return sdpPart(message.body.toString("utf8"), type);
  return isOptional(message.headers.first("content-disposition")) ? none : { kind: "unsupported" };
}

/** The SDP text of a message, or null. */
export function sdpOfMessage(message: SipRequest | SipResponse): string | null {
  const session = sessionOf(message);
  return session.kind === "sdp" ? session.sdp : null;
}

/** RFC 2046 §5.1.1: parts stand between lines that begin with `--boundary`. */
function sdpPart(body: string, type: string): Session {
  const boundary = parameter(type.slice(type.indexOf(";") + 1), "boundary");
  if (boundary === undefined || boundary === "") return { kind: "unsupported" };
  const parts = body.split(`--${boundary}`).slice(1, 17);
  for (const part of parts) {
    const split = part.indexOf("\r\n\r\n");
    if (split === -1) continue;
    const line = part
      .slice(0, split)
      .split("\r\n")
      .find((one) => one.toLowerCase().startsWith("content-type:"));
    // The line break before the next boundary belongs to the boundary; SDP ends its own last line.
    if (line !== undefined && mediaTypeOf(line.slice(13)) === "application/sdp")
      return { kind: "sdp", sdp: part.slice(split + 4) };
  }
  return { kind: "unsupported" };
}

function mediaTypeOf(type: string): string {
  const semicolon = type.indexOf(";");
  return (semicolon === -1 ? type : type.slice(0, semicolon)).trim().toLowerCase();
}

function isOptional(disposition: string | undefined): boolean {
  if (disposition === undefined) return false;
  return parameter(disposition.slice(disposition.indexOf(";") + 1), "handling")?.toLowerCase() === "optional";
}
