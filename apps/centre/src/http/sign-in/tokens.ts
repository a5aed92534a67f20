import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { InstanceKeys } from "@siaga/configuration";
import type { DeskClaims } from "@siaga/contracts/desk-link";

/** A session's secret as the browser keeps it, and as the record keeps it: a copy of the database signs nobody in. */
export function drawSessionToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** SHA-256, hex. The token has 256 random bits, so it needs no salt and no slow hash. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** `base64url(JSON).base64url(HMAC-SHA256)` as contracts/desk-link.ts says; the exchange checks it. */
export function signDeskToken(claims: DeskClaims, keys: Pick<InstanceKeys, "deskToken">): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${createHmac("sha256", keys.deskToken).update(body).digest("base64url")}`;
}

/** What the house's own command line shows the centre on this machine: `authorization: Bearer <cliToken>`. */
export const cliToken = (keys: Pick<InstanceKeys, "link">): string =>
  createHmac("sha256", keys.link).update("cli").digest("hex");

/** Whether an `authorization` header carries the command line's token. Compared in constant time. */
export function isCliToken(header: string | undefined, keys: Pick<InstanceKeys, "link">): boolean {
  const shown = Buffer.from(/^Bearer ([0-9a-f]{64})$/i.exec(header ?? "")?.[1] ?? "");
  const expected = Buffer.from(cliToken(keys));
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}
