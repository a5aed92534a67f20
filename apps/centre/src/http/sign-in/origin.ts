import type { IncomingMessage } from "node:http";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that changes something comes from our own pages. The cookie is SameSite=Strict; this is the second
 * lock. Browsers send Origin with every such request (Fetch §3.2), other programs need not.
 */
export function isSameOrigin(request: Pick<IncomingMessage, "headers">): boolean {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (origin === undefined) return site === undefined || site === "same-origin" || site === "none";
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Reading needs no origin; everything else must come from our own pages. */
export const mayCross = (request: Pick<IncomingMessage, "headers" | "method">): boolean =>
  reading.has(request.method ?? "GET") || isSameOrigin(request);

/** 127.0.0.0/8 and ::1, also as IPv4-mapped IPv6. */
export const isLoopback = (address: string | undefined): boolean =>
  address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? "");
