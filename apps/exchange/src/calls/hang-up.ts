import { clearAway, type Ending } from "./end.ts";
import type { CallerLeg, OutgoingLeg } from "./legs.ts";

/** BYE to the caller: a person ended the conversation, here or at the fallback number. */
export function hangUp(leg: CallerLeg, ending: Ending): void {
  void leg.sip.hangUp();
  clearAway(leg, ending);
}

/** CANCEL or BYE of a call-back. */
export function hangUpOutgoing(leg: OutgoingLeg, ending: Ending): void {
  void leg.sip?.cancelOrHangUp();
  clearAway(leg, ending);
}

/** Every channel is taken: 486 or 503 with Retry-After (RFC 3261 §21.4.18, §20.33), whoever calls; the outcome `congestion` is durable. */
export function congest(leg: CallerLeg, status: 486 | 503, ending: Ending): void {
  if (leg.signalling !== "received") return;
  leg.sip.congest(status, 5);
  clearAway(leg, ending);
}
