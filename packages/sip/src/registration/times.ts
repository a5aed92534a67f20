import { parseAddress } from "../message/address.ts";
import type { SipResponse } from "../message/message.ts";
import { decimal, parameter } from "../message/text.ts";

/** A week: no registrar means more (s). */
const LONGEST = 604_800;

/**
 * Seconds a 200 grants our contact: its own `expires`, else the Expires header, else what we asked for
 * (RFC 3261 §10.2.4). Other telephones of the account may stand beside it.
 */
export function grantedTime(response: SipResponse, contact: string, asked: number): number {
  const ours = response.headers
    .list("contact")
    .map(parseAddress)
    .find((one) => one?.uri.toLowerCase() === contact.toLowerCase());
  const own = decimal(parameter(ours?.parameters ?? "", "expires") ?? "", LONGEST);
  return own ?? seconds(response, "expires") ?? asked;
}

/** A header of delta-seconds (RFC 3261 §20.19, §20.23, §20.33); what stands behind the number is ignored. */
export function seconds(response: SipResponse, name: string): number | null {
  const value = response.headers.first(name) ?? "";
  return decimal(/^\d+/.exec(value)?.[0] ?? "", LONGEST);
}

/** When to ask again: between 50 and 80 % of what was granted, so that many telephones do not ask at once (ms). */
export function refreshAfter(granted: number, random: () => number): number {
  return granted * 1_000 * (0.5 + 0.3 * random());
}

/** RFC 5626 §4.5: doubled at each failure up to the longest, then a random 50–100 % of it; never before Retry-After (ms). */
export function retryAfter(
  failures: number,
  pace: { readonly first: number; readonly longest: number },
  random: () => number,
  told: number | null,
): number {
  const bound = Math.min(pace.longest, pace.first * 2 ** Math.min(failures, 16));
  const wait = bound * (0.5 + 0.5 * random());
  return told === null ? wait : Math.max(wait, Math.min(told * 1_000, pace.longest));
}
