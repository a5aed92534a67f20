import type { MediaPlane } from "@siaga/media";
import { setTimeout as pause } from "node:timers/promises";
import type { Tell } from "../brain/brain.ts";

/** A leg whose trunk left a request of ours unanswered for 64·T1. */
export type SilentLeg = {
  /** Its media leg. */ readonly leg: string;
  readonly probe: () => Promise<"alive" | "gone" | "silent">;
  readonly isOver: () => boolean;
  /** Nobody is there: the call ends with this code. */
  readonly end: (code: number, reason: string) => void;
};

/** What judging needs. */
export type Listening = {
  readonly media: MediaPlane;
  readonly tell: Tell;
  /** ms */ readonly listenFor: number;
  /** Legs being judged: each once at a time. */
  readonly judged: Set<string>;
};

/** Ms between two questions to a trunk whose sound goes on. */
const askAgain = 60_000;

/**
 * RFC 3261 §12.2.1.2 and RFC 4028 §10 would end the call. Here the sound decides: while any comes
 * the conversation stands, with an alarm, and the trunk is asked again; without any, and no answer to a second question,
 * nobody is there.
 */
export async function judgeBySound(silent: SilentLeg, listening: Listening): Promise<void> {
  const { media, tell, listenFor, judged } = listening;
  if (judged.has(silent.leg)) return;
  judged.add(silent.leg);
  const alarm = { alarm: "signalling-silent", subject: silent.leg } as const;
  tell({ type: "alarm.noticed", ...alarm });
  while (!silent.isOver()) {
    const sounds = await isHeard(silent.leg, media, listenFor);
    const answer = await silent.probe();
    if (silent.isOver() || answer === "alive") break;
    // RFC 3261 §12.2.1.2: the peer says itself that the call is no more.
    if (answer === "gone") silent.end(481, "the peer no longer knows this call");
    else if (!sounds && !(await isHeard(silent.leg, media, listenFor))) silent.end(408, "the peer has vanished");
    else await pause(askAgain, undefined, { ref: false });
  }
  judged.delete(silent.leg);
  tell({ type: "alarm.ceased", ...alarm });
}

/** Does sound come? A media process that is starting again cannot tell: then nothing is concluded from it. */
async function isHeard(leg: string, media: MediaPlane, listenFor: number): Promise<boolean> {
  const before = (await media.statistics()).perLeg[leg]?.received;
  await pause(listenFor);
  const after = (await media.statistics()).perLeg[leg]?.received;
  return before === undefined || after === undefined || after !== before;
}
