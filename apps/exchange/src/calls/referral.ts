import { randomUUIDv7 } from "node:crypto";
import type { PartyId } from "@siaga/core";
import type { OutboundEvent } from "@siaga/sip";
import type { Tell } from "../brain/brain.ts";
import type { CallerLeg, PartyLeg } from "./legs.ts";

type Asked = Extract<OutboundEvent, { type: "refer" }>;

/**
 * Somebody in the call asks for another (RFC 3515). The trunk's setting has let it through; whether they are called is the
 * brain's word, and one who asks hears 202 and then how it goes. Nothing changes for the caller before that word.
 */
export function refer(leg: CallerLeg, { id: by, state }: PartyLeg, { referral, trunk }: Asked, tell: Tell): void {
  // One at a time: a second could only ring for a caller who is already on the way to the first.
  if (state !== "answered" || leg.over || leg.referrals.size > 0) return referral.decline();
  const party: PartyId = randomUUIDv7();
  leg.referrals.set(party, { referral, trunk });
  referral.accept();
  tell({ type: "party.referred", party, by });
}

/** The last word on it: answered, failed, or not wanted. */
export function settleReferral(leg: CallerLeg, party: PartyId, status: number): void {
  leg.referrals.get(party)?.referral.tell(status);
  leg.referrals.delete(party);
}
