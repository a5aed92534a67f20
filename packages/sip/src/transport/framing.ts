import { canonicalName } from "../message/headers.ts";
import { decimal } from "../message/text.ts";

/** What a stream gave so far: whole messages, and whether it can go on. */
export type Frames = { readonly messages: readonly Buffer[]; readonly broken: boolean };

/** Cuts a byte stream into messages. */
export type Framer = {
  /** RFC 3261 §18.3: Content-Length is where the next message begins. `broken`: garbage or too large; close. */
  readonly take: (bytes: Buffer) => Frames;
  /** True while a message has begun and is not complete: the slow-sender clock runs. */
  readonly pending: () => boolean;
};

const LARGEST_MESSAGE = 65_535;
const HEAD_END = "\r\n\r\n";

export function createFramer(): Framer {
  let kept: Buffer = Buffer.alloc(0);
  return {
    take: (bytes) => {
      kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      const messages: Buffer[] = [];
      for (;;) {
        kept = dropKeepalive(kept);
        const length = frameLength(kept);
        if (length === "broken") return { messages, broken: true };
        if (typeof length === "object") {
          messages.push(kept.subarray(0, length.head));
          return { messages, broken: true };
        }
        if (length === "partial" || length > kept.length) return { messages, broken: false };
        messages.push(kept.subarray(0, length));
        kept = kept.subarray(length);
      }
    },
    pending: () => kept.length > 0,
  };
}

/** RFC 3261 §7.5: CRLF between messages is ignored; RFC 5626 §3.5.1 uses it as keepalive. */
function dropKeepalive(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 13 || bytes[start] === 10) start += 1;
  return start === 0 ? bytes : bytes.subarray(start);
}

/** Where the first message ends. `head`: its head is whole, but nobody can say how long its body is. */
function frameLength(bytes: Buffer): number | "partial" | "broken" | { readonly head: number } {
  if (bytes.length === 0) return "partial";
  const end = bytes.indexOf(HEAD_END, 0, "latin1");
  if (end === -1) return bytes.length > LARGEST_MESSAGE || !looksLikeSip(bytes) ? "broken" : "partial";
  // RFC 3261 §18.3: over a stream Content-Length is mandatory; without it nobody knows where the next message begins.
  const length = contentLength(bytes.toString("latin1", 0, end));
  // RFC 4475 §3.1.2.3, §3.3.9: the parser finds the fault and answers 400; the connection is of no use after that.
  if (length === "unusable") return { head: end + HEAD_END.length };
  if (length === null || end + HEAD_END.length + length > LARGEST_MESSAGE) return "broken";
  return end + HEAD_END.length + length;
}

function contentLength(head: string): number | "unusable" | null {
  let found: number | null = null;
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon < 1 || canonicalName(line.slice(0, colon).trim()) !== "content-length") continue;
    if (found !== null) return "unusable";
    found = decimal(line.slice(colon + 1).trim(), LARGEST_MESSAGE);
    if (found === null) return "unusable";
  }
  return found;
}

/** A start line begins with a letter and holds printable characters: TLS hellos and HTTP/2 noise close at once. */
function looksLikeSip(bytes: Buffer): boolean {
  const seen = Math.min(bytes.length, 16);
  for (let at = 0; at < seen; at += 1) {
    const code = bytes[at] as number;
    if ((code < 32 && code !== 13 && code !== 10 && code !== 9) || code > 126) return false;
  }
  return true;
}
