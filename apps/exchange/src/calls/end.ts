import type { DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { ToDesk } from "@siaga/contracts/desk-link";
import type { Channels } from "./channels.ts";
import { dropFallbacks } from "./fallback.ts";
import type { CallLeg, Calls } from "./legs.ts";

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
  if (leg.direction === "incoming") dropFallbacks(leg, media, channels);
  if (leg.desk !== null) {
    media.stopPlaying(leg.desk);
    media.part(leg.desk);
    tellDesk(leg.desk, { type: "ended", call: leg.id });
  }
  // Closing a leg ends its recording, which is reported when its file is complete.
  if (leg.direction === "outgoing" || leg.answered !== null) media.closeLeg(leg.id);
  if (leg.channel) channels.release();
  calls.remove(leg.id);
}
