import { decimal, parameter } from "./text.ts";

/** A SIP, SIPS or tel URI taken apart (RFC 3261 §19.1, RFC 3966). */
export type Uri = {
  readonly scheme: "sip" | "sips" | "tel";
  /** User part with escapes decoded and its own parameters cut off (`+62…;phone-context=x` → `+62…`); "" when absent. */
  readonly user: string;
  /** Lower case, IPv6 brackets removed; "" for tel. */
  readonly host: string;
  readonly port: number | null;
  /** Everything after the first `;` that follows the host, without headers. */
  readonly parameters: string;
};

/** Takes a URI apart; null when it is none of the three schemes or its host or port cannot be. */
export function parseUri(text: string): Uri | null {
  const colon = text.indexOf(":");
  if (colon === -1) return null;
  const scheme = text.slice(0, colon).toLowerCase();
  const rest = text.slice(colon + 1);
  if (scheme === "tel") return parseTel(rest);
  if (scheme !== "sip" && scheme !== "sips") return null;

  const at = userEnd(rest);
  const user = at === -1 ? "" : userOf(rest.slice(0, at));
  if (user === null) return null;
  const authority = rest.slice(at + 1);
  const question = authority.indexOf("?");
  const bare = question === -1 ? authority : authority.slice(0, question);
  const semicolon = bare.indexOf(";");
  const place = parseHostPort(semicolon === -1 ? bare : bare.slice(0, semicolon));
  if (place === null) return null;
  return { scheme, user, ...place, parameters: semicolon === -1 ? "" : bare.slice(semicolon + 1) };
}

/** True for the schemes `parseUri` knows, whether or not the rest can be read. */
export function isOurScheme(text: string): boolean {
  const scheme = text.slice(0, text.indexOf(":") + 1).toLowerCase();
  return scheme === "sip:" || scheme === "sips:" || scheme === "tel:";
}

/** `host`, `host:port` or `[v6]:port` (RFC 3261 §25.1 hostport); null when malformed. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number | null } | null {
  const place = text.trim();
  const close = place.startsWith("[") ? place.indexOf("]") : -1;
  const host = close === -1 ? beforeColon(place) : place.slice(1, close);
  const tail = place.slice(close === -1 ? host.length : close + 1).trimStart();
  if (!isHost(host.trim(), close !== -1)) return null;
  if (tail === "") return { host: host.trim().toLowerCase(), port: null };
  const port = tail.startsWith(":") ? decimal(tail.slice(1).trim(), 65_535) : null;
  return port === null ? null : { host: host.trim().toLowerCase(), port };
}

/** RFC 3261 §19.1.1, table 1: a Request-URI has no header fields; those a Contact brings along are not obeyed (§19.1.5). */
export function withoutHeaders(uri: string): string {
  const at = uri.indexOf("@");
  const question = uri.indexOf("?", at === -1 ? 0 : at);
  return question === -1 ? uri : uri.slice(0, question);
}

/** True when the URI asks for this transport (RFC 3261 §19.1.1 `transport`). */
export function wantsTcp(uri: Uri): boolean {
  return parameter(uri.parameters, "transport")?.toLowerCase() === "tcp";
}

/** True for a loose router (RFC 3261 §19.1.1 `lr`). */
export function isLooseRouter(uri: Uri): boolean {
  return parameter(uri.parameters, "lr") !== undefined;
}

/** A host as it stands in a URI or Via: IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function parseTel(rest: string): Uri | null {
  const semicolon = rest.indexOf(";");
  const user = semicolon === -1 ? rest : rest.slice(0, semicolon);
  if (user === "") return null;
  return { scheme: "tel", user, host: "", port: null, parameters: semicolon === -1 ? "" : rest.slice(semicolon + 1) };
}

/**
 * Index of the `@` behind the user part, or -1. The user part may hold `;`, `?` and `/` (RFC 3261 §25.1), the rest of
 * a URI no bare `@`; some networks leave one unescaped in the user part, so the last before `;` or `?` counts.
 */
function userEnd(rest: string): number {
  const first = rest.indexOf("@");
  if (first === -1 || rest.indexOf("@", first + 1) === -1) return first;
  const semicolon = rest.indexOf(";", first);
  const question = rest.indexOf("?", first);
  const end = Math.min(semicolon === -1 ? rest.length : semicolon, question === -1 ? rest.length : question);
  return rest.lastIndexOf("@", end);
}

/** RFC 3261 §19.1.1: the password is never used; user parameters are not part of the number. */
function userOf(userinfo: string): string | null {
  const colon = userinfo.indexOf(":");
  const named = colon === -1 ? userinfo : userinfo.slice(0, colon);
  const semicolon = named.indexOf(";");
  const user = semicolon === -1 ? named : named.slice(0, semicolon);
  if (!user.includes("%")) return user;
  try {
    return decodeURIComponent(user);
  } catch {
    return null;
  }
}

function beforeColon(place: string): string {
  const colon = place.indexOf(":");
  return colon === -1 ? place : place.slice(0, colon);
}

function isHost(host: string, v6: boolean): boolean {
  if (host === "" || host.length > 255) return false;
  for (let at = 0; at < host.length; at += 1) {
    const code = host.charCodeAt(at);
    const alphanumeric = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!alphanumeric && code !== 45 && code !== 46 && code !== 95 && !(v6 && (code === 58 || code === 37)))
      return false;
  }
  return true;
}
