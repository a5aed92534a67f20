import type { CallId, DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { ToDesk } from "@siaga/contracts/desk-link";
import type { Channels } from "./channels.ts";
import { dropFallbacks } from "./fallback.ts";
import type { CallLeg, Calls } from "./legs.ts";
import { hangUpParties } from "./party.ts";

/** Sends a word to a desk, over whatever path stands. */
export type TellDesk = (desk: DeskId, message: ToDesk) => void;

export type Ending = {
  readonly calls: Calls;
  readonly channels: Channels;
  readonly media: MediaPlane;
  readonly tellDesk: TellDesk;
};

/** Clears away what a call held here: audio, fallback legs, its channel; the desk hears that it ended. Once. */
export function clearAway(leg: CallLeg, { calls, channels, media, tellDesk }: Ending): void {
  if (leg.over) return;
  leg.over = true;
  if (leg.direction === "incoming") {
    dropFallbacks(leg, media);
    hangUpParties(leg, { dialler: { media } });
    channels.release(leg.id);
    for (const desk of leg.colleagues) leave(desk, leg.id, media, tellDesk);
  }
  if (leg.desk !== null) leave(leg.desk, leg.id, media, tellDesk);
  // Closing a leg ends its recording, which is reported when its file is complete.
  if (leg.direction === "outgoing" || leg.audio !== null) media.closeLeg(leg.id);
  calls.remove(leg.id);
}

/** The desk is out of this call. */
export function leave(desk: DeskId, call: CallId, media: MediaPlane, tellDesk: TellDesk): void {
  media.stopPlaying(desk);
  media.part(desk);
  tellDesk(desk, { type: "ended", call });
}
