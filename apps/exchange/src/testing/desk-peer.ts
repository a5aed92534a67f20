import { createHmac } from "node:crypto";
import type { DeskClaims, FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import { WebSocket } from "ws";

/** A token as the centre signs it. */
export function signedToken(claims: DeskClaims, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

export const claimsOf = (desk: string, changes: Partial<DeskClaims> = {}): DeskClaims => ({
  desk,
  operator: `operator of ${desk}`,
  role: "call-taker",
  claim: `claim of ${desk}`,
  issuedAt: Date.now(),
  expiresAt: Date.now() + 60_000,
  ...changes,
});

/** A console's desk-link, without a screen. */
export type DeskPeer = {
  readonly heard: ToDesk[];
  /** Close code, once closed. */
  readonly closed: Promise<number>;
  says(word: FromDesk): void;
  /** A page that is gone: no close frame, no more beats. */
  vanish(): void;
  close(): void;
};

/** Opens the WebSocket, offers audio and beats every 200 ms. */
export async function deskPeer(
  port: number,
  token: string,
  options: { readonly origin?: string; readonly offers?: boolean } = {},
): Promise<DeskPeer> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/desk?token=${token}`,
    options.origin ? { origin: options.origin } : {},
  );
  const heard: ToDesk[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.on("close", resolve);
    socket.on("error", () => resolve(0));
  });
  socket.on("message", (text) => heard.push(JSON.parse(String(text)) as ToDesk));
  const says = (word: FromDesk): void => socket.send(JSON.stringify(word));
  await Promise.race([new Promise((resolve) => socket.on("open", resolve)), closed]);
  const beat = setInterval(() => socket.readyState === socket.OPEN && says({ type: "beat", at: Date.now() }), 200);
  void closed.then(() => clearInterval(beat));
  if (options.offers !== false && socket.readyState === socket.OPEN) says({ type: "offer", sdp: "an offer" });
  return {
    heard,
    closed,
    says,
    vanish() {
      clearInterval(beat);
      socket.pause();
    },
    close: () => socket.close(),
  };
}
