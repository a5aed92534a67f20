import type { DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { CallerLeg, CallLeg } from "./legs.ts";

/** Files a held party hears, and a caller on the way to somebody: said once more and again, with ringing between. */
const onHold = ["on-hold"];
const onTheWay = ["connecting", "ringback", "ringback"];
const waiting = { loop: true, play: "waiting" } as const;

/** Puts everybody of a call where the brain wants them; again after a page refresh gave the desk a new leg. */
export function seat(leg: CallLeg, media: MediaPlane): void {
  if (leg.direction === "incoming" && leg.arranged !== null) return seatAll(leg, media);
  if (leg.desk === null || leg.talkingSince === null || leg.held) return;
  together(leg.id, [leg.id, leg.desk], media);
}

/** The caller hears a prompt, not the desk: on hold, or on the way to somebody. */
export const isApart = (leg: CallLeg): boolean =>
  leg.held || (leg.direction === "incoming" && leg.arranged?.caller === "ringing");

/** Somebody other than the caller hears the desk. */
export const speaksWithOthers = (leg: CallLeg): boolean =>
  leg.direction === "incoming" &&
  leg.arranged !== null &&
  leg.arranged.caller !== "ringing" &&
  leg.arranged.parties.some(({ is }) => is === "talking");

const together = (room: string, legs: readonly string[], media: MediaPlane): void => {
  for (const leg of legs) media.join(room, leg, { hears: "all", heardBy: "all" });
};

/** Whoever is joined hears all who are; whoever is not hears that they wait, and is heard by nobody. */
function seatAll(leg: CallerLeg, media: MediaPlane): void {
  const { caller, parties } = leg.arranged!;
  const desk = caller === "ringing" ? null : leg.desk;
  seatCaller(leg, caller, media);
  if (caller === "joined") together(leg.id, [leg.id], media);
  for (const { leg: party, is } of parties) {
    if (is === "dialling") hearRinging(leg, party, desk, media);
    else seatParty(leg, party, is === "held", media);
  }
  if (desk === null) {
    if (leg.desk !== null) media.part(leg.desk);
  } else together(leg.id, [desk], media);
  ringAtDesk(leg, media);
}

function seatCaller(leg: CallerLeg, caller: "joined" | "held" | "ringing" | "waiting", media: MediaPlane): void {
  if (caller !== "joined") media.part(leg.id);
  if (leg.hears === caller) return;
  const waited = leg.hears !== "joined" || leg.held;
  leg.hears = caller;
  leg.held = caller === "held";
  if (caller === "held") media.play(leg.id, onHold, waiting);
  else if (caller === "ringing") media.play(leg.id, onTheWay, waiting);
  else if (waited) media.stopPlaying(leg.id);
}

function seatParty(leg: CallerLeg, party: string, held: boolean, media: MediaPlane): void {
  const changed = leg.heldParties.has(party) !== held;
  if (held) {
    media.part(party);
    leg.heldParties.add(party);
    if (changed) media.play(party, onHold, waiting);
    return;
  }
  leg.heldParties.delete(party);
  if (changed) media.stopPlaying(party);
  together(leg.id, [party], media);
}

/** What the network plays to us before an answer is for the desk alone. */
function hearRinging(leg: CallerLeg, party: string, desk: DeskId | null, media: MediaPlane): void {
  if (leg.parties.get(party)?.early !== true) return;
  media.join(leg.id, party, { hears: [], heardBy: desk === null ? [] : [desk] });
}

/** Ringing of our own until the network lets its own be heard. */
function ringAtDesk(leg: CallerLeg, media: MediaPlane): void {
  const rings = [...leg.parties.values()].some(({ state, rings, early }) => state === "dialling" && rings && !early);
  const at = rings && leg.arranged?.caller !== "ringing" ? leg.desk : null;
  if (leg.ringbackAt === at) return;
  if (leg.ringbackAt !== null) media.stopPlaying(leg.ringbackAt);
  leg.ringbackAt = at;
  if (at !== null) media.play(at, ["ringback"], { loop: true, play: "ringback" });
}
