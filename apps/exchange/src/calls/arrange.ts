import type { DeskId, EffectOf } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Clock } from "../clock.ts";
import type { TellDesk } from "./end.ts";
import { bridgedIn } from "./fallback.ts";
import type { CallerLeg } from "./legs.ts";
import { isApart, seat, speaksWithOthers } from "./seat.ts";

export type Arranging = { readonly media: MediaPlane; readonly clock: Clock; readonly tellDesk: TellDesk };

/** The brain's word on who is in a call: desks come and go, everybody is put where they belong. */
export function arrange(leg: CallerLeg, wanted: EffectOf<"call.arrange">, { media, clock, tellDesk }: Arranging): void {
  // A neighbour has just answered, which the brain is about to hear: nobody is taken away from them.
  if (wanted.caller === "waiting" && bridgedIn(leg) !== null) return;
  const before = desksOf(leg);
  const wasApart = isApart(leg);
  leg.arranged = { caller: wanted.caller, parties: wanted.parties };
  leg.desk = wanted.desk;
  leg.colleagues = wanted.parties.flatMap(({ leg: party, is }) =>
    is !== "dialling" && !leg.parties.has(party) ? [party] : [],
  );
  const after = desksOf(leg);
  for (const desk of before) {
    if (after.includes(desk)) continue;
    if (leg.ringbackAt === desk) leg.ringbackAt = null;
    media.stopPlaying(desk);
    media.part(desk);
    tellDesk(desk, { type: "ended", call: leg.id });
  }
  leg.talkingSince ??= clock();
  for (const desk of after) {
    if (before.includes(desk)) continue;
    // Yesterday's mute must not make today's caller hear nothing.
    media.mute(desk, false);
    tellDesk(desk, { type: "joined", call: leg.id, at: clock() });
  }
  seat(leg, media);
  if (leg.desk !== null && isApart(leg))
    tellDesk(leg.desk, { type: "held", call: leg.id, others: speaksWithOthers(leg) });
  else if (leg.desk !== null && wasApart) tellDesk(leg.desk, { type: "resumed", call: leg.id });
  if (wanted.parties.length === 0) leg.arranged = null;
  if (wanted.caller !== "waiting") return;
  leg.hears = "joined";
  leg.playing = null;
}

/** The desk that has the caller, and colleagues asked into the call. */
const desksOf = (leg: CallerLeg): readonly DeskId[] => [...(leg.desk === null ? [] : [leg.desk]), ...leg.colleagues];
