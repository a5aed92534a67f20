import { indexOutside, parameter, unquote } from "./text.ts";

/** A name-addr or addr-spec with its parameters: From, To, Contact, Route, P-Asserted-Identity (RFC 3261 §20.10). */
export type Address = {
  readonly display: string;
  readonly uri: string;
  /** Header parameters, without the leading `;`. */
  readonly parameters: string;
};

/** Takes an address apart; null when brackets or quotes do not close or the URI is empty. */
export function parseAddress(value: string): Address | null {
  const open = bracketStart(value);
  if (open === -1) return plainAddress(value);
  const close = value.indexOf(">", open);
  if (close === -1) return null;
  const uri = value.slice(open + 1, close).trim();
  if (uri === "") return null;
  const tail = value.slice(close + 1).trimStart();
  return {
    display: unquote(value.slice(0, open).trim()),
    uri,
    parameters: tail.startsWith(";") ? tail.slice(1) : "",
  };
}

/** The tag of a From or To, or null (RFC 3261 §19.3). */
export function tagOf(address: Address): string | null {
  if (address.parameters === "") return null;
  const tag = parameter(address.parameters, "tag");
  return tag === undefined || tag === "" ? null : tag;
}

/** RFC 3261 §20.10: without brackets, everything after `;` belongs to the header, not to the URI. */
function plainAddress(value: string): Address | null {
  if (value.includes('"')) return null;
  const semicolon = indexOutside(value, ";");
  const uri = (semicolon === -1 ? value : value.slice(0, semicolon)).trim();
  if (uri === "" || uri.includes(" ")) return null;
  return { display: "", uri, parameters: semicolon === -1 ? "" : value.slice(semicolon + 1) };
}

function bracketStart(value: string): number {
  if (!value.trimStart().startsWith('"')) return value.indexOf("<");
  const opening = value.indexOf('"');
  for (let at = opening + 1; at < value.length; at += 1) {
    const character = value[at];
    if (character === "\\") at += 1;
    else if (character === '"') return value.indexOf("<", at);
  }
  return -1;
}
