import type { ToDesk } from "@siaga/contracts/desk-link";
import type { MediaPlane } from "@siaga/media";
import type { Desk } from "./desk.ts";

/** Over both paths: the console rings from whichever speaks first, and hears the second as a repetition. */
export function tellBoth(desk: Desk, message: ToDesk, media: MediaPlane): void {
  desk.socket?.send(message);
  if (desk.mediaUp && isOwner(desk)) media.deskSend(desk.id, JSON.stringify(message));
}

/** The standing PeerConnection is the owner's. */
export const isOwner = (desk: Desk): boolean => desk.claims !== null && desk.claims.claim === desk.mediaClaim;
