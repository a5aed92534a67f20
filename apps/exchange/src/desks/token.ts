import { createHmac, timingSafeEqual } from "node:crypto";
import { deskClaims, type DeskClaims } from "@siaga/contracts/desk-link";
import type { Instant } from "@siaga/core";

export type CheckedToken =
  | { readonly ok: true; readonly claims: DeskClaims }
  | { readonly ok: false; readonly code: "forged" | "expired" };

/** Reads `base64url(JSON).base64url(HMAC-SHA256)` as the centre signs it. Compared in constant time. */
export function checkDeskToken(token: string, key: Buffer, now: Instant): CheckedToken {
  const [body = "", mac = ""] = token.split(".");
  const expected = createHmac("sha256", key).update(body).digest();
  const shown = Buffer.from(mac, "base64url");
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return { ok: false, code: "forged" };
  const claims = deskClaims.safeParse(parse(Buffer.from(body, "base64url").toString()));
  if (!claims.success) return { ok: false, code: "forged" };
  return claims.data.expiresAt > now ? { ok: true, claims: claims.data } : { ok: false, code: "expired" };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
