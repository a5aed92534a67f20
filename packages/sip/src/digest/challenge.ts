import type { SipResponse } from "../message/message.ts";
import { splitList } from "../message/text.ts";

/** Digest algorithms we compute, best first (RFC 7616 §3.7, RFC 8760 §2.2). */
export const algorithms = ["SHA-256-sess", "SHA-256", "MD5-sess", "MD5"] as const;
export type Algorithm = (typeof algorithms)[number];

/** What a server asks us to prove (RFC 7616 §3.3). Quoted values stand as they came, escapes included: RFC 7616's `unq` takes off the quotes only. */
export type Challenge = {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** Null when the server named none: then MD5, and none is named back. */
  readonly algorithm: Algorithm | null;
  /** `auth`, or null for servers of RFC 2069 that name no qop. */
  readonly qop: "auth" | null;
  /** The nonce was too old, the password right (RFC 7616 §3.3). */
  readonly stale: boolean;
};

/** The challenges worth answering, one a realm; or the sentence that says why none is. */
export type Challenged =
  | { readonly ok: true; readonly challenges: readonly Challenge[] }
  | { readonly ok: false; readonly sentence: string };

/** RFC 3261 §22.2, §22.3: WWW-Authenticate of a 401, Proxy-Authenticate of a 407. The best algorithm of each realm wins (RFC 8760 §2.4). */
export function challengesOf(response: SipResponse): Challenged {
  const name = response.status === 407 ? "proxy-authenticate" : "www-authenticate";
  const read = response.headers.fields(name).slice(0, 8).map(readChallenge);
  const best = new Map<string, Challenge>();
  for (const one of read) {
    if (!one.ok) continue;
    const known = best.get(one.challenge.realm);
    if (known === undefined || rank(one.challenge) < rank(known)) best.set(one.challenge.realm, one.challenge);
  }
  if (best.size > 0) return { ok: true, challenges: [...best.values()] };
  const refused = read.find((one) => !one.ok);
  const sentence =
    refused?.ok === false ? refused.sentence : `The trunk answered ${response.status} without a challenge.`;
  return { ok: false, sentence };
}

const rank = ({ algorithm }: Challenge): number => algorithms.indexOf(algorithm ?? "MD5");

type Read = { readonly ok: true; readonly challenge: Challenge } | { readonly ok: false; readonly sentence: string };

function readChallenge(field: string): Read {
  const refuse = (sentence: string): Read => ({ ok: false, sentence });
  const value = /^\s*digest\s+(.*)$/is.exec(field)?.[1];
  if (value === undefined)
    return refuse("The trunk asks for a way to authenticate other than Digest; ask the carrier for Digest.");
  const parameters = parametersOf(value);
  const realm = parameters.get("realm");
  const nonce = parameters.get("nonce");
  if (realm === undefined || nonce === undefined)
    return refuse("The trunk's digest challenge has no realm or no nonce (RFC 7616 §3.3).");
  const named = parameters.get("algorithm");
  const algorithm = named === undefined ? null : algorithms.find((one) => one.toLowerCase() === named.toLowerCase());
  if (algorithm === undefined)
    return refuse(`The trunk asks for the digest algorithm "${named}"; ask the carrier for SHA-256 or MD5.`);
  const qops =
    parameters
      .get("qop")
      ?.split(",")
      .map((one) => one.trim().toLowerCase()) ?? [];
  // RFC 7616 §3.4.3: auth-int signs the body, which every box on the way rewrites; we do not offer to break on that.
  if (qops.length > 0 && !qops.includes("auth"))
    return refuse(`The trunk asks for qop "${qops.join(",")}" only; ask the carrier for qop=auth.`);
  const challenge: Challenge = {
    realm,
    nonce,
    opaque: parameters.get("opaque") ?? null,
    algorithm,
    qop: qops.length > 0 ? "auth" : null,
    stale: parameters.get("stale")?.toLowerCase() === "true",
  };
  return { ok: true, challenge };
}

/** `name=value` pairs between commas; quotes are taken off, escapes stay. */
function parametersOf(value: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pair of splitList(value)) {
    const equals = pair.indexOf("=");
    if (equals < 1) continue;
    const text = pair.slice(equals + 1).trim();
    const bare = text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
    found.set(pair.slice(0, equals).trim().toLowerCase(), bare);
  }
  return found;
}
