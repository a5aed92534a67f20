import type { Duration } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Clock } from "../clock.ts";
import type { Desks } from "./desk.ts";
import { tellBoth } from "./tell.ts";

/** The exchange's heartbeat to every desk, on both paths. Returns the stopper. */
export function beatToDesks(desks: Desks, media: MediaPlane, clock: Clock, every: Duration): () => void {
  const beat = setInterval(() => {
    for (const desk of desks.all()) tellBoth(desk, { type: "beat", at: clock() }, media);
  }, every);
  return () => clearInterval(beat);
}
