import { indexOutside, parameter } from "./text.ts";
import { parseHostPort } from "./uri.ts";

/** The topmost Via taken apart (RFC 3261 §20.42). */
export type Via = {
  /** `UDP`, `TCP`, … in upper case. */
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly branch: string | null;
  /** The sender asks for its answer at the source port (RFC 3581 §3). */
  readonly rport: boolean;
  readonly maddr: string | null;
  /** host[:port] as written: part of the transaction key (RFC 3261 §17.2.3). */
  readonly sentBy: string;
  readonly parameters: string;
};

/** RFC 3261 §8.1.1.7: the branch of anyone who follows RFC 3261 begins with this. */
export const MAGIC_COOKIE = "z9hG4bK";

/** Takes one via-parm apart; null when it is not SIP/2.0 or has no sent-by. */
export function parseVia(value: string): Via | null {
  const semicolon = indexOutside(value, ";");
  const head = semicolon === -1 ? value : value.slice(0, semicolon);
  const parameters = semicolon === -1 ? "" : value.slice(semicolon + 1);
  const protocol = parseProtocol(head);
  if (protocol === null) return null;
  const place = parseHostPort(protocol.sentBy);
  if (place === null) return null;
  return {
    transport: protocol.transport,
    ...place,
    branch: parameter(parameters, "branch") ?? null,
    rport: parameter(parameters, "rport") !== undefined,
    maddr: parameter(parameters, "maddr")?.toLowerCase() ?? null,
    sentBy: protocol.sentBy,
    parameters,
  };
}

/** `SIP / 2.0 / UDP host`: spaces around the slashes are allowed (RFC 3261 §25.1), hardly anyone sends them. */
function parseProtocol(head: string): { readonly transport: string; readonly sentBy: string } | null {
  const first = head.indexOf("/");
  const second = head.indexOf("/", first + 1);
  if (first === -1 || second === -1) return null;
  if (head.slice(0, first).trim().toUpperCase() !== "SIP" || head.slice(first + 1, second).trim() !== "2.0")
    return null;
  const tail = head.slice(second + 1).trim();
  const space = firstBlank(tail);
  if (space === -1) return null;
  return { transport: tail.slice(0, space).toUpperCase(), sentBy: tail.slice(space + 1).trim() };
}

function firstBlank(text: string): number {
  for (let at = 0; at < text.length; at += 1) if (text[at] === " " || text[at] === "\t") return at;
  return -1;
}
