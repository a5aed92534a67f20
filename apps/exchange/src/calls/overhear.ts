import type { DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { CallerLeg, Calls } from "./legs.ts";

/** The desk hears a caller who waits; the caller goes on hearing what they heard, and nothing of the desk. */
export function overhear(leg: CallerLeg, desk: DeskId, media: MediaPlane): void {
  if (leg.desk !== null || leg.over) return;
  media.join(leg.id, leg.id, { hears: [], heardBy: "all" });
  media.join(leg.id, desk, { hears: [leg.id], heardBy: [] });
}

/** The desk hears nobody any more. A desk that is in a call by now is left in it. */
export function endOverhearing(desk: DeskId, calls: Calls, media: MediaPlane): void {
  if (calls.ofDesk(desk) === null) media.part(desk);
}
