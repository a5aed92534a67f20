import type { CallerLeg } from "./legs.ts";

/** 180 Ringing, once: the call is durable (or out of time to become so). */
export function ring(leg: CallerLeg): void {
  if (leg.signalling !== "received") return;
  leg.signalling = "ringing";
  leg.sip.ring();
}
