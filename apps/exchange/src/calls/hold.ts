import type { MediaPlane } from "@siaga/media";
import type { TellDesk } from "./end.ts";
import { connect } from "./join.ts";
import type { CallLeg } from "./legs.ts";

/** The desk leaves the room; the caller hears that somebody comes back. */
export function hold(leg: CallLeg, media: MediaPlane, tellDesk: TellDesk): void {
  if (leg.desk === null) return;
  if (!leg.held) {
    leg.held = true;
    media.part(leg.desk);
    media.play(leg.id, ["on-hold"], { loop: true, play: "on-hold" });
  }
  tellDesk(leg.desk, { type: "held", call: leg.id });
}

export function resume(leg: CallLeg, media: MediaPlane, tellDesk: TellDesk): void {
  if (leg.desk === null) return;
  if (leg.held) {
    leg.held = false;
    media.stopPlaying(leg.id);
    connect(leg, media);
  }
  tellDesk(leg.desk, { type: "resumed", call: leg.id });
}
