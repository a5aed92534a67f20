import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

/** How numbers are written in this country. */
export type Numbering = {
  /** ISO 3166 code, e.g. `ID`. */
  readonly country: string;
  /** Numbers that stay as they are: `112`, `110` … libphonenumber calls them invalid, so they go first. */
  readonly shortCodes: ReadonlySet<string>;
  /** Country calling code without `+`, e.g. `62`. */
  readonly callingCode: string;
};

/** E.164 with `+`, a short code, or null when it cannot be a telephone number. */
export function normaliseNumber(text: string, numbering: Numbering): string | null {
  const number = withoutSeparators(text);
  if (number === null) return null;
  const short = shortCodeOf(number, numbering);
  if (short !== null) return short;
  const parsed = parsePhoneNumberFromString(number, numbering.country as CountryCode);
  if (parsed === undefined || !parsed.isPossible()) return null;
  return parsed.number;
}

/** The number dialled: a short code however the carrier wrote it, else E.164, else the user part as it came. */
export function normaliseDialled(user: string, numbering: Numbering): string {
  return normaliseNumber(user, numbering) ?? user;
}

/**
 * `112`, `+62112`, `62112`, `0112`: carriers put the country or trunk prefix before short codes.
 * An area code is not taken off: `0254112` is a subscriber.
 */
function shortCodeOf(number: string, { shortCodes, callingCode }: Numbering): string | null {
  if (number.length > 10) return null;
  for (const prefix of ["", `+${callingCode}`, callingCode, "0", `+${callingCode}0`, `00${callingCode}`])
    if (number.startsWith(prefix) && shortCodes.has(number.slice(prefix.length))) return number.slice(prefix.length);
  return null;
}

/** Digits with an optional leading `+`; visual separators dropped (RFC 3966 §5.1.1); null for anything else. */
function withoutSeparators(text: string): string | null {
  let number = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if ((character >= "0" && character <= "9") || (character === "+" && number === "")) number += character;
    else if (!"-. ()".includes(character)) return null;
  }
  return number === "" || number === "+" || number.length > 20 ? null : number;
}

/** A user part we are willing to write into a Request-URI: it can add no header and no other host. */
export function isDialable(text: string): boolean {
  return text.length > 0 && text.length <= 64 && /^[0-9A-Za-z+*#._-]+$/.test(text);
}

/** Null when the country is not one libphonenumber knows. */
export function createNumbering(country: string, shortCodes: readonly string[]): Numbering | null {
  if (!isSupportedCountry(country)) return null;
  return { country, shortCodes: new Set(shortCodes), callingCode: getCountryCallingCode(country) };
}
