import { relative } from "node:path";
import type { CallId, DeskId, Duration, PromptName } from "@siaga/core";
import type { MediaEvent, MediaPlane } from "@siaga/media";
import type { Tell } from "../brain/brain.ts";
import type { TellDesk } from "./end.ts";
import type { Calls } from "./legs.ts";

/** What the desks' side makes of the media plane's words about desk legs. */
export type DeskMedia = {
  isDesk(leg: string): boolean;
  up(desk: DeskId): void;
  down(desk: DeskId): void;
  said(desk: DeskId, text: string): void;
  /** Every desk leg is gone with the media process. */
  allDown(): void;
};

export type MediaWords = {
  readonly calls: Calls;
  readonly desks: DeskMedia;
  readonly dataDir: string;
  readonly tell: Tell;
  readonly tellDesk: TellDesk;
  /** ms after which a media process that was started anew counts as settled. */
  readonly settled: Duration;
  /** The peer no longer knows the dialog (481). */
  readonly onGone: (call: CallId) => void;
};

/** Turns what the media plane reports into inputs. Decides nothing; missing RTP ends nothing. */
export function listenToMedia(media: MediaPlane, words: MediaWords): void {
  const { calls, desks, tell } = words;
  const notKept = new Set<string>();
  const unheard = new Set<string>();
  const tellSide = (leg: string, state: "heard" | "missing", of?: "desk"): void => {
    if (!audio(words, leg, state, of)) beside(words, leg, state, of, unheard);
  };
  let settling: NodeJS.Timeout | undefined;
  const heard: { readonly [T in MediaEvent["type"]]: (event: Extract<MediaEvent, { type: T }>) => void } = {
    digit({ leg, digit }) {
      if (calls.caller(leg)) tell({ type: "digit.received", call: leg, digit });
    },
    speech: ({ leg, speaking }) => voice(words, leg, speaking),
    "prompt-ended": ({ leg, play, completed }) => promptEnded(words, leg, play, completed),
    "rtp-missing": ({ leg }) => tellSide(leg, "missing"),
    "rtp-returned": ({ leg }) => tellSide(leg, "heard"),
    // What the caller should hear is the desk's: it is the desk that does not reach the caller.
    unheard: ({ leg }) => tellSide(leg, "missing", "desk"),
    "heard-again": ({ leg }) => tellSide(leg, "heard", "desk"),
    quality({ leg, quality }) {
      tell({ type: "audio.measured", call: leg, quality });
      // The leg is closed: nobody is missed any more.
      if (unheard.delete(leg)) tell({ type: "alarm.ceased", alarm: "audio-missing", subject: leg });
    },
    "recording-kept"({ recording: { leg, file, sha256, duration } }) {
      tell({ type: "recording.finished", call: leg, sha256, duration, file: relative(words.dataDir, file) });
      if (notKept.delete(leg)) tell({ type: "alarm.ceased", alarm: "recording-failed", subject: leg });
    },
    "recording-failed"({ leg }) {
      notKept.add(leg);
      tell({ type: "alarm.noticed", alarm: "recording-failed", subject: leg });
    },
    "disk-refuses": () => tell({ type: "alarm.noticed", alarm: "recording-failed", subject: "disk" }),
    "disk-takes": () => tell({ type: "alarm.ceased", alarm: "recording-failed", subject: "disk" }),
    "desk-up": ({ leg }) => desks.up(leg),
    "desk-down": ({ leg }) => desks.down(leg),
    "desk-message": ({ leg, text }) => desks.said(leg, text),
    died: () => desks.allDown(),
    restarted(event) {
      tell({ type: "alarm.noticed", alarm: "media-restarted", subject: "exchange" });
      for (const leg of event.resumed) voice(words, leg, false);
      for (const leg of event.resumed)
        if (calls.find(leg)) tell({ type: "audio.interrupted", call: leg, lasted: event.gap });
      for (const leg of event.lost) tellSide(leg, "missing");
      clearTimeout(settling);
      settling = setTimeout(() => {
        tell({ type: "alarm.ceased", alarm: "media-restarted", subject: "exchange" });
      }, words.settled).unref();
    },
  };
  media.on((event) => (heard[event.type] as (event: MediaEvent) => void)(event));
}

/** A caller who waits and was asked something makes a sound; once for each question. What is said in a conversation is nobody's here. */
function voice({ calls, tell }: MediaWords, leg: string, speaking: boolean): void {
  const caller = calls.caller(leg);
  if (!caller) return;
  caller.speaking = speaking;
  if (!speaking || !caller.asked || caller.desk !== null) return;
  caller.asked = false;
  tell({ type: "speech.heard", call: leg });
}

/** Only a prompt heard to its end is told: one that was stopped or replaced was not. */
function promptEnded(words: MediaWords, leg: string, play: string, completed: boolean): void {
  const { calls, tell } = words;
  const caller = calls.caller(leg);
  if (!caller || caller.playing !== play || !completed) return;
  caller.playing = null;
  // Who has been speaking since before the question says nothing new, and is there all the same.
  if (caller.speaking) voice(words, leg, true);
  tell({ type: "prompt.ended", call: leg, prompt: play as PromptName });
}

/** Alarms, tells the desk, and asks the peer in the dialog whether it is still there. False: this is no caller's or desk's leg. */
function audio(words: MediaWords, leg: string, state: "heard" | "missing", of?: "desk"): boolean {
  const { calls, desks, tell, tellDesk } = words;
  const isDesk = desks.isDesk(leg);
  const side = of ?? (isDesk ? "desk" : "caller");
  const call = isDesk ? calls.ofDesk(leg) : calls.find(leg);
  if (!call) return isDesk;
  if (isDesk && call.talkingSince === null) return true;
  // Before the 200 a caller may hear us without speaking (RFC 3960 §3): it is not missed.
  if (!isDesk && call.direction === "incoming" && call.signalling !== "up") return true;
  const input = state === "missing" ? "audio.missing" : "audio.returned";
  tell({ type: input, call: call.id, side });
  const heard = { caller: "heard", desk: "heard" } as const;
  if (call.desk !== null) tellDesk(call.desk, { type: "audio", ...heard, [side]: state });
  if (state === "missing" && side === "caller" && call.direction === "incoming")
    void call.sip.probe().then((answer) => {
      // RFC 3261 §12.2.1.2: 481 means the peer has no such dialog any more. Silence means nothing.
      if (answer === "gone" && !call.over) words.onGone(call.id);
    });
  return true;
}

/** Somebody we dialled: the neighbour who has the caller, or a party who has answered. It alarms, and ends nothing either. */
function beside(
  { calls, tell }: MediaWords,
  leg: string,
  state: "heard" | "missing",
  of: "desk" | undefined,
  unheard: Set<string>,
): void {
  const isMissing = state === "missing";
  const call = calls.withFallback(leg);
  // The neighbour speaks with the caller as a desk would; what it should hear is the caller's.
  if (call !== null)
    return tell({
      type: isMissing ? "audio.missing" : "audio.returned",
      call: call.id,
      side: of === "desk" ? "caller" : "desk",
    });
  if (isMissing ? calls.withParty(leg)?.parties.get(leg)?.state !== "answered" : !unheard.delete(leg)) return;
  if (isMissing) unheard.add(leg);
  tell({ type: isMissing ? "alarm.noticed" : "alarm.ceased", alarm: "audio-missing", subject: leg });
}
