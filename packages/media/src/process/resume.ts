import type { EmbeddedPlane } from "../embedded-plane.ts";
import type { LegId } from "../plane.ts";
import type { StoodLeg } from "./standing.ts";

/**
 * Opens the legs of a media process that died, on the ports the peers were told, with what each was in the middle of.
 * Returns the legs that cannot come back (another program has taken their port).
 */
export async function resumeLegs(plane: EmbeddedPlane, legs: readonly StoodLeg[]): Promise<readonly LegId[]> {
  const lost: LegId[] = [];
  for (const leg of legs) {
    if (leg.session === null) continue;
    if (await plane.resumeTrunkLeg(leg.session, leg.used)) resumeDoing(plane, leg);
    else lost.push(endDoing(plane, leg));
  }
  return lost;
}

/** A leg that is lost is recorded no further. */
function endDoing(plane: EmbeddedPlane, { leg, recording, recorded }: StoodLeg): LegId {
  if (recording !== null) plane.finishRecording({ leg, file: recording, recorded });
  return leg;
}

/** What a leg was in the middle of: mute, recording, prompt, room. */
function resumeDoing(plane: EmbeddedPlane, stood: StoodLeg): void {
  const { leg, muted, recording, playing, room } = stood;
  if (muted) plane.mute(leg, true);
  if (recording !== null) plane.resumeRecording(leg, recording, stood.recorded);
  if (room !== null) plane.join(room.room, leg, room.relation);
  if (playing !== null) plane.resumePlaying(leg, playing, stood.played);
}
