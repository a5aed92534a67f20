import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A nonce for one connection. */
export const drawNonce = (): string => randomBytes(32).toString("hex");

/** HMAC-SHA256 of the nonce text, hex: what a centre of this instance answers. */
export const proofOf = (nonce: string, key: Buffer): string => createHmac("sha256", key).update(nonce).digest("hex");

/** `mac` is whatever a stranger sent. */
export function isProof(mac: unknown, nonce: string, key: Buffer): boolean {
  if (typeof mac !== "string") return false;
  const expected = Buffer.from(proofOf(nonce, key));
  const shown = Buffer.from(mac);
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}
