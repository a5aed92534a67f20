import type { MediaPlane } from "@siaga/media";
import type { AnswerSettings } from "./answer.ts";
import { seat } from "./seat.ts";
import type { CallerLeg, Calls } from "./legs.ts";

/**
 * The media process died and a new one stands: callers' legs are opened again from the offers they sent, so that what
 * we send reaches them at once. Calls stay up in signalling all the while.
 */
export async function reopenLegs(calls: Calls, media: MediaPlane, settings: AnswerSettings): Promise<void> {
  for (const leg of calls.all())
    if (leg.direction === "incoming" && leg.signalling === "up") await reopen(leg, media, settings);
}

async function reopen(leg: CallerLeg, media: MediaPlane, settings: AnswerSettings): Promise<void> {
  if (leg.sip.offer === null) return;
  const opened = await media.openTrunkLeg({
    leg: leg.id,
    offer: leg.sip.offer,
    address: leg.sip.localAddress,
    allowedSources: [leg.sip.remoteAddress, ...settings.sourcesOf(leg.sip.trunk)],
  });
  if (!opened.ok || leg.over) return;
  if (leg.held) media.play(leg.id, ["on-hold"], { loop: true, play: "on-hold" });
  else if (leg.desk !== null) seat(leg, media);
  else if (leg.playing !== null) media.play(leg.id, [leg.playing], { loop: false, play: leg.playing });
}
