import type { PromptName } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { CallerLeg } from "./legs.ts";

/** Plays a prompt to a caller once it can be heard; one that plays already is left alone. Never answers by itself. */
export async function playPrompt(leg: CallerLeg, prompt: PromptName, loop: boolean, media: MediaPlane): Promise<void> {
  const audible = leg.answered ?? leg.early;
  if (audible === null || leg.playing === prompt) return;
  // Behind a join in the same commit: the notice is spoken into the conversation, not stopped by it.
  if (!(await audible) || leg.over) return;
  leg.playing = prompt;
  leg.asked = prompt.startsWith("challenge-");
  media.play(leg.id, [prompt], { loop, play: prompt });
}

export function stopPrompt(leg: CallerLeg, media: MediaPlane): void {
  leg.asked = false;
  if (leg.playing === null) return;
  leg.playing = null;
  media.stopPlaying(leg.id);
}
