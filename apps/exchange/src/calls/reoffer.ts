import type { MediaPlane } from "@siaga/media";
import type { InboundEvent } from "@siaga/sip";

/** A re-INVITE: the peer's media changed (hold, another address). What cannot be met leaves the call as it was (RFC 3261 §14.2). */
export async function reoffer(
  leg: string,
  event: Extract<InboundEvent, { type: "reoffer" }>,
  media: MediaPlane,
): Promise<void> {
  const answer = await media.reoffer(leg, event.offer);
  event.respond(answer.ok ? answer.sdp : null);
  if (event.offer === null) event.onAnswer((sdp) => void media.acceptAnswer(leg, sdp));
}
