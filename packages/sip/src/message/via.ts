import { indexOutside, unquote } from "./text.ts";
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
  const known = readParameters(parameters);
  if (place === null || known === null) return null;
  return { transport: protocol.transport, ...place, ...known, sentBy: protocol.sentBy, parameters };
}

type KnownParameters = Pick<Via, "branch" | "rport" | "maddr">;

/** One pass over the parameters. RFC 4475 §3.1.2.1: an empty one is malformed; a single `;` at the end is let pass. */
function readParameters(parameters: string): KnownParameters | null {
  const known: { -readonly [name in keyof KnownParameters]: KnownParameters[name] } = {
    branch: null,
    rport: false,
    maddr: null,
  };
  for (let start = 0; start < parameters.length;) {
    let end = indexOutside(parameters, ";", start);
    if (end === -1) end = parameters.length;
    const one = parameters.slice(start, end);
    const equals = one.indexOf("=");
    const name = (equals === -1 ? one : one.slice(0, equals)).trim().toLowerCase();
    if (name === "") return null;
    if (name === "branch") known.branch ??= equals === -1 ? "" : unquote(one.slice(equals + 1).trim());
    else if (name === "rport") known.rport = true;
    else if (name === "maddr" && equals !== -1)
      known.maddr ??= one
        .slice(equals + 1)
        .trim()
        .toLowerCase();
    start = end + 1;
  }
  return known;
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
