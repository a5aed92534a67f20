/**
 * Scanning that every header shares: linear, no regular expression, quotes and angle brackets respected (RFC 3261 §25.1).
 */

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Index of the first `wanted` outside quoted strings and `<…>`, or -1.
 * An unclosed quote or bracket hides the rest: the value is then one piece.
 */
export function indexOutside(text: string, wanted: string, start = 0): number {
  const target = wanted.charCodeAt(0);
  let quoted = false;
  let bracketed = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) quoted = false;
    } else if (!bracketed && code === target) return at;
    else if (code === QUOTE) quoted = true;
    else if (code === 60) bracketed = true;
    else if (code === 62) bracketed = false;
  }
  return -1;
}

/** The comma-separated values of one header field (RFC 3261 §7.3.1). */
export function splitList(value: string): string[] {
  if (!value.includes(",")) return value === "" ? [] : [value];
  const parts: string[] = [];
  let start = 0;
  for (let comma = indexOutside(value, ","); comma !== -1; comma = indexOutside(value, ",", start)) {
    parts.push(value.slice(start, comma).trim());
    start = comma + 1;
  }
  parts.push(value.slice(start).trim());
  return parts.filter((part) => part !== "");
}

/** Value of `;name=value`, "" for a bare `;name`, undefined when absent. Names are case-insensitive (RFC 3261 §7.3.1). */
export function parameter(parameters: string, name: string): string | undefined {
  let start = 0;
  while (start < parameters.length) {
    let end = indexOutside(parameters, ";", start);
    if (end === -1) end = parameters.length;
    const one = parameters.slice(start, end);
    const equals = one.indexOf("=");
    if ((equals === -1 ? one : one.slice(0, equals)).trim().toLowerCase() === name)
      return equals === -1 ? "" : unquote(one.slice(equals + 1).trim());
    start = end + 1;
  }
  return undefined;
}

/** A quoted string without its quotes and escapes; anything else as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return inner.includes("\\") ? inner.replaceAll(/\\(.)/g, "$1") : inner;
}

/** RFC 3261 §25.1 `token`: what a method, a header name or a tag may be made of. */
export function isToken(text: string): boolean {
  if (text === "") return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const alphanumeric = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!alphanumeric && !"-.!%*_+`'~".includes(text[at] as string)) return false;
  }
  return true;
}

/** A decimal within `[0, limit]`, or null: no sign, no spaces, no exponent. */
export function decimal(text: string, limit: number): number | null {
  if (text.length === 0 || text.length > 10) return null;
  let total = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    total = total * 10 + digit;
  }
  return total <= limit ? total : null;
}
