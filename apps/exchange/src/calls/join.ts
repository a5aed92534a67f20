import type { DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Clock } from "../clock.ts";
import { leave, type TellDesk } from "./end.ts";
import { dropFallbacks } from "./fallback.ts";
import type { CallerLeg } from "./legs.ts";
import { stopPrompt } from "./prompt.ts";
import { seat } from "./seat.ts";

export type Joining = {
  readonly media: MediaPlane;
  readonly clock: Clock;
  readonly tellDesk: TellDesk;
  readonly answer: (leg: CallerLeg) => Promise<boolean>;
};

/** The desk and the caller hear one another; the call is answered first where that has not happened. */
export async function join(leg: CallerLeg, desk: DeskId, joining: Joining): Promise<void> {
  const { media, clock, tellDesk } = joining;
  if (leg.desk === desk) return seat(leg, media);
  // Taken over by a colleague without a word about the desk that was lost.
  if (leg.desk !== null) leave(leg.desk, leg.id, media, tellDesk);
  leg.desk = desk;
  if (!(await joining.answer(leg)) || leg.over || leg.desk !== desk) return;
  stopPrompt(leg, media);
  dropFallbacks(leg, media);
  // Yesterday's mute must not make today's caller hear nothing.
  media.mute(desk, false);
  leg.talkingSince = clock();
  seat(leg, media);
  tellDesk(desk, { type: "joined", call: leg.id, at: leg.talkingSince });
}
