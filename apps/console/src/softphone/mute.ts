import type { ToDesk } from "@siaga/contracts/desk-link";
import type { Standing } from "./standing.ts";

/**
 * Whether the microphone is muted after a word of the exchange. Mute belongs to one conversation: the next caller is never
 * met by a dead microphone. This page knows best what its operator chose; one that has just been loaded believes the exchange.
 */
export function mutedAfter(said: ToDesk, was: Standing, is: Standing, muted: boolean): boolean {
  if (is.talking !== null && is.talking.call === was.talking?.call) return muted;
  return said.type === "standing" && is.talking !== null && said.muted === true;
}

/** The exchange mutes this desk and the page does not, or the other way round: a word was lost on the way. */
export const isMuteToldWrong = (said: ToDesk, muted: boolean): boolean =>
  said.type === "standing" && said.talking !== null && said.muted !== undefined && said.muted !== muted;
