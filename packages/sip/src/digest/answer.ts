import { createHash } from "node:crypto";
import type { Algorithm, Challenge } from "./challenge.ts";

/** An account at a carrier. The password is never written anywhere. */
export type Credentials = { readonly username: string; readonly password: string };

/** What one answer is computed for. */
export type Occasion = {
  readonly method: string;
  /** The Request-URI as it stands in the request. */
  readonly uri: string;
  /** How often this nonce has been used, this time included (RFC 7616 §3.4). */
  readonly count: number;
  /** Our own nonce: the same for as long as the server's is (RFC 7616 §3.4.2, -sess). */
  readonly cnonce: string;
};

const hashes = { MD5: "md5", "SHA-256": "sha256" } as const;

/** `request-digest` of RFC 7616 §3.4.1; without qop that of RFC 2069 §2.1.1. Lower-case hexadecimal. */
export function requestDigest(challenge: Challenge, { username, password }: Credentials, occasion: Occasion): string {
  const algorithm: Algorithm = challenge.algorithm ?? "MD5";
  const hash = hashes[algorithm.startsWith("SHA-256") ? "SHA-256" : "MD5"];
  const h = (text: string): string => createHash(hash).update(text, "utf8").digest("hex");
  const { realm, nonce, qop } = challenge;
  const { method, uri, cnonce } = occasion;
  const secret = h(`${username}:${realm}:${password}`);
  // RFC 7616 §3.4.2: a session's A1 binds both nonces.
  const a1 = algorithm.endsWith("-sess") ? h(`${secret}:${nonce}:${cnonce}`) : secret;
  // §3.4.3: A2 for qop=auth and for none.
  const a2 = h(`${method}:${uri}`);
  if (qop === null) return h(`${a1}:${nonce}:${a2}`);
  return h(`${a1}:${nonce}:${countText(occasion)}:${cnonce}:${qop}:${a2}`);
}

/** The value of Authorization or Proxy-Authorization (RFC 3261 §20.7, RFC 7616 §3.4). */
export function digestValue(challenge: Challenge, credentials: Credentials, occasion: Occasion): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const username = credentials.username.replaceAll(/["\\]/g, "\\$&");
  const parts = [
    `username="${username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${occasion.uri}"`,
    `response="${requestDigest(challenge, credentials, occasion)}"`,
  ];
  if (algorithm !== null) parts.push(`algorithm=${algorithm}`);
  if (opaque !== null) parts.push(`opaque="${opaque}"`);
  // RFC 3261 §22.4: cnonce and nc must not stand without qop; a -sess answer needs its cnonce all the same.
  if (qop !== null) parts.push(`qop=${qop}`, `nc=${countText(occasion)}`);
  if (qop !== null || (algorithm ?? "").endsWith("-sess")) parts.push(`cnonce="${occasion.cnonce}"`);
  return `Digest ${parts.join(", ")}`;
}

const countText = ({ count }: Occasion): string => count.toString(16).padStart(8, "0");
