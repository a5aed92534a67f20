import type { MediaPlane } from "@siaga/media";
import type { TellDesk } from "./end.ts";
import type { CallLeg } from "./legs.ts";
import { seat, speaksWithOthers } from "./seat.ts";

/** The desk leaves the room; the caller hears that somebody comes back. */
export function hold(leg: CallLeg, media: MediaPlane, tellDesk: TellDesk): void {
  if (leg.desk === null) return;
  if (!leg.held && !isArranged(leg, "held", media)) {
    leg.held = true;
    media.part(leg.desk);
    media.play(leg.id, ["on-hold"], { loop: true, play: "waiting" });
    if (leg.direction === "incoming") leg.hears = "held";
  }
  tellDesk(leg.desk, { type: "held", call: leg.id, others: speaksWithOthers(leg) });
}

export function resume(leg: CallLeg, media: MediaPlane, tellDesk: TellDesk): void {
  if (leg.desk === null) return;
  if (leg.held && !isArranged(leg, "joined", media)) {
    leg.held = false;
    media.stopPlaying(leg.id);
    if (leg.direction === "incoming") leg.hears = "joined";
    seat(leg, media);
  }
  tellDesk(leg.desk, { type: "resumed", call: leg.id });
}

/** With others in the call, holding is one place among theirs. */
function isArranged(leg: CallLeg, caller: "held" | "joined", media: MediaPlane): boolean {
  if (leg.direction === "outgoing" || leg.arranged === null) return false;
  leg.arranged = { ...leg.arranged, caller };
  seat(leg, media);
  return true;
}
