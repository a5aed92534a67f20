import type { Diverted } from "../trunk.ts";
import { type Address, parseAddress } from "./address.ts";
import type { Headers } from "./headers.ts";
import { normaliseNumber, type Numbering } from "./number.ts";
import { decimal, parameter } from "./text.ts";
import { parseUri } from "./uri.ts";

/** RFC 5806 §4: reasons as they are written. */
const reasons = new Set<string>([
  "unknown",
  "user-busy",
  "no-answer",
  "unavailable",
  "unconditional",
  "time-of-day",
  "do-not-disturb",
  "deflection",
  "follow-me",
  "out-of-service",
  "away",
]);

/** RFC 4458 §2, RFC 7544 §5.1: the cause of a retargeting in the words of RFC 5806. */
const causes: Readonly<Record<number, string>> = {
  302: "unconditional",
  404: "unknown",
  408: "no-answer",
  480: "deflection",
  486: "user-busy",
  487: "deflection",
  503: "unavailable",
};

/** Entries read of either header: a loop of diversions may have made many. */
const MOST_ENTRIES = 20;

/**
 * Who sent this call on last, and why. A fact for the call taker, such as a town's old emergency number that leads here;
 * nothing is decided by it. Diversion (RFC 5806) goes before History-Info (RFC 7044): networks that write both copy the
 * first into the second. Null when neither is there or can be read.
 */
export function diversionOf(headers: Headers, numbering: Numbering): Diverted | null {
  return fromDiversion(headers, numbering) ?? fromHistory(headers, numbering);
}

/** RFC 5806 §5: the topmost value is the latest diversion. */
function fromDiversion(headers: Headers, numbering: Numbering): Diverted | null {
  const address = parseAddress(headers.list("diversion")[0] ?? "");
  if (address === null) return null;
  const reason = parameter(address.parameters, "reason")?.toLowerCase() ?? "unknown";
  // RFC 5806 §4: privacy=full or name|uri|off; only `off` and `name` leave the number to be seen.
  const privacy = parameter(address.parameters, "privacy")?.toLowerCase();
  const hidden = privacy === "full" || privacy === "uri";
  return { by: hidden ? null : numberOf(address, numbering), reason: reasons.has(reason) ? reason : "unknown" };
}

/**
 * RFC 7044 §5: the last entry that was retargeted. Either it says so itself (`?Reason=…` in its URI), or its successor
 * carries the cause (RFC 4458).
 */
function fromHistory(headers: Headers, numbering: Numbering): Diverted | null {
  const entries = headers
    .list("history-info")
    .slice(0, MOST_ENTRIES)
    .map(parseAddress)
    .filter((address) => address !== null);
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at] as Address;
    const before = entries[at - 1];
    const cause = decimal(parameter(parseUri(entry.uri)?.parameters ?? "", "cause") ?? "", 999);
    if (cause !== null && before !== undefined) return { by: shown(before, numbering), reason: wordFor(cause) };
    const own = embeddedCause(entry.uri);
    if (own !== null) return { by: shown(entry, numbering), reason: wordFor(own) };
  }
  return null;
}

/** RFC 7044 §10.1.1: `?Reason=SIP%3Bcause%3D302` in the URI. */
function embeddedCause(uri: string): number | null {
  const embedded = unescaped(uri.slice(uri.indexOf("?") + 1)).toLowerCase();
  const at = uri.includes("?") ? embedded.indexOf("reason=sip;cause=") : -1;
  return at === -1 ? null : decimal(embedded.slice(at + 17, at + 20), 999);
}

/** RFC 7044 §10.1.2: an entry that asks for privacy is not shown. */
function shown(entry: Address, numbering: Numbering): string | null {
  const hidden = /[?&]privacy=/i.test(entry.uri) && !/[?&]privacy=none/i.test(entry.uri);
  return hidden ? null : numberOf(entry, numbering);
}

function numberOf(address: Address, numbering: Numbering): string | null {
  return normaliseNumber(parseUri(address.uri)?.user ?? "", numbering);
}

function wordFor(cause: number): string {
  return causes[cause] ?? "unknown";
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
