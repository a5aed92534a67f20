import type { PresentedIdentity } from "../trunk.ts";
import { type Address, parseAddress } from "./address.ts";
import type { SipRequest } from "./message.ts";
import { normaliseNumber, type Numbering } from "./number.ts";
import { parameter, splitList } from "./text.ts";
import { parseUri } from "./uri.ts";

/** What the trunk lets us believe. */
export type IdentityTrust = {
  /** RFC 3325 §5: P-Asserted-Identity counts only from inside the trust domain. */
  readonly trustIdentity: boolean;
  readonly identityHeader: "p-asserted-identity" | "remote-party-id";
  /** Numbers a carrier puts for telephones without a SIM. */
  readonly isPseudoNumber: (number: string) => boolean;
};

/** RFC 3323 §4.2, RFC 3325 §9.3: values that hide who is calling. `session` hides addresses only, `none` nothing. */
const hiding = new Set(["id", "header", "user", "full", "critical"]);

/** User parts and display names networks put for callers who withhold their number. */
const withheldWords = new Set([
  "",
  "anonymous",
  "restricted",
  "unavailable",
  "unknown",
  "private",
  "withheld",
  "invalid",
]);

/**
 * Who is calling, as the network presents it: the asserted identity before From (RFC 3325 §9.1), nothing at all when
 * the caller asked for privacy. A withheld number is never a reason against a call.
 */
export function presentedIdentity(invite: SipRequest, trust: IdentityTrust, numbering: Numbering): PresentedIdentity {
  const asserted = trust.trustIdentity ? assertedIdentities(invite, trust.identityHeader) : [];
  const from = asserted.length > 0 ? "asserted" : "from";
  if (asksPrivacy(invite) || asserted.some(hidesItself))
    return { number: null, from: asserted.length > 0 ? from : "none", privacy: true };

  for (const address of asserted.length > 0 ? asserted : [invite.from]) {
    const number = numberOf(address, trust, numbering);
    if (number !== null) return { number, from, privacy: false };
  }
  return { number: null, from: asserted.length > 0 ? "asserted" : "none", privacy: isAnonymous(invite.from) };
}

/** RFC 3325 §9.1: one or two values, at most one sip/sips and one tel. Fields that do not parse count as absent. */
function assertedIdentities(invite: SipRequest, header: IdentityTrust["identityHeader"]): Address[] {
  const fields = invite.headers.list(header).slice(0, 4);
  return fields.map(parseAddress).filter((address) => address !== null);
}

/** Remote-Party-ID carries its privacy with it: `;privacy=full`, `id` or `uri` (draft-ietf-sip-privacy-04 §5.5). */
function hidesItself({ parameters }: Address): boolean {
  return ["full", "id", "uri"].includes(parameter(parameters, "privacy")?.toLowerCase() ?? "");
}

function asksPrivacy(invite: SipRequest): boolean {
  return invite.headers
    .fields("privacy")
    .flatMap((field) => field.split(";").flatMap(splitList))
    .some((value) => hiding.has(value.trim().toLowerCase()));
}

/** RFC 3323 §4.1.1.3: `"Anonymous" <sip:anonymous@anonymous.invalid>` and what switches make of it. */
function isAnonymous(address: Address): boolean {
  const uri = parseUri(address.uri);
  if (uri === null) return true;
  if (uri.host.endsWith(".invalid")) return true;
  // A display of "Anonymous" over a number: the network forgot to hide what the caller asked it to.
  if (address.display !== "" && withheldWords.has(address.display.trim().toLowerCase())) return true;
  return withheldWords.has(uri.user.toLowerCase());
}

function numberOf(address: Address, trust: IdentityTrust, numbering: Numbering): string | null {
  const uri = parseUri(address.uri);
  if (uri === null || isAnonymous(address)) return null;
  if (uri.user !== "" && trust.isPseudoNumber(uri.user)) return null;
  const number = normaliseNumber(uri.user, numbering);
  if (number === null || trust.isPseudoNumber(number) || isHollow(number)) return null;
  return number;
}

/** All digits equal or nothing but zeros behind the country code: what switches fill in when they know nothing. */
function isHollow(number: string): boolean {
  const digits = number.replace(/^\+\d\d/, "");
  return digits.length >= 6 && new Set(digits).size === 1;
}
