import { aCallIsAnswered } from "./010-a-call-is-answered.ts";
import { theCallerHangsUpWhileWaiting } from "./020-the-caller-hangs-up-while-waiting.ts";
import { nobodyPicksUp } from "./040-nobody-picks-up.ts";
import { theCallerIsLeftWithAnAgency } from "./060-the-caller-is-left-with-an-agency.ts";
import { aDeskIsLost } from "./070-a-desk-is-lost.ts";
import { aFloodEvening } from "./090-a-flood-evening.ts";
import type { Story } from "./story.ts";

/** Every story, in the order a newcomer reads them. */
export const stories: readonly Story[] = [
  aCallIsAnswered,
  theCallerHangsUpWhileWaiting,
  nobodyPicksUp,
  theCallerIsLeftWithAnAgency,
  aDeskIsLost,
  aFloodEvening,
];
export type { CallerAct, CallerState, DeskAct, Expectation, Step, Story } from "./story.ts";
