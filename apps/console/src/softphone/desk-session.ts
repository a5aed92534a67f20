import type { Me } from "@siaga/contracts/http";
import { useSyncExternalStore } from "react";
import { callRoute } from "../api/call-route.ts";
import { setMe } from "../api/queries.ts";
import { noteHeadsetChecked } from "./headset-checked.ts";
import { type MicrophoneRefusal, openMicrophone, watchMicrophone } from "./microphone.ts";
import { holdDesk, isHeldElsewhere } from "./other-tabs.ts";
import { giveMicrophone, softphoneState, startSoftphone, stopSoftphone, subscribeSoftphone } from "./softphone.ts";

/** How this tab stands to the account's desk. `elsewhere`: another tab or window owns the audio. */
export type DeskSession = {
  readonly state: "none" | "claiming" | "held" | "elsewhere";
  readonly sentence: string | null;
  readonly microphone: MicrophoneRefusal | null;
};

let session: DeskSession = { state: "none", sentence: null, microphone: null };
const watchers = new Set<() => void>();

function become(change: Partial<DeskSession>): void {
  session = { ...session, ...change };
  for (const watcher of watchers) watcher();
}

/** After a page load: takes the desk this account already sits at, unless another tab speaks for it. */
export async function resumeDesk(me: Me): Promise<void> {
  if (me.desk === null || session.state !== "none") return;
  become({ state: "claiming" });
  if (await isHeldElsewhere(me.desk)) return become({ state: "elsewhere" });
  await takeDesk(me, me.desk);
}

/** Claims the desk for this tab and starts its audio. The newest claim owns the desk. */
export async function takeDesk(me: Me, desk: string): Promise<void> {
  become({ state: "claiming", sentence: null });
  const called = await callRoute("claimDesk", { body: { desk } });
  if (!called.ok) return refuseClaim(me, called.status, called.refusal.sentence);
  setMe({ ...me, desk: called.value.desk, deskName: called.value.deskName });
  holdDesk(desk);
  startSoftphone(called.value, () => void renewClaim(me, desk));
  become({ state: "held", sentence: null });
  await askMicrophone();
}

/** A token lasts 12 hours; a desk that stays open longer asks for another, at most every 5 s. */
let renewing = false;
async function renewClaim(me: Me, desk: string): Promise<void> {
  if (renewing) return;
  renewing = true;
  setTimeout(() => (renewing = false), 5_000);
  await takeDesk(me, desk);
}

/** The centre no longer knows this account at this desk (a supervisor freed it, or the shift ended elsewhere). */
export function losePlace(me: Me): void {
  forgetDesk();
  setMe({ ...me, desk: null, deskName: null });
}

/** With no centre the claim is tried again: the exchange knows our calls, but only a token opens its door. */
function refuseClaim(me: Me, status: number | null, sentence: string): void {
  const away = status === null || status >= 500;
  become({ state: "none", sentence });
  if (away) setTimeout(() => void resumeDesk(me), 1_000);
}

/** Asks for the headset (again). */
export async function askMicrophone(): Promise<void> {
  const microphone = await openMicrophone();
  if (!microphone.ok) {
    // A headset that was pulled out stays "pulled out", not "never found", until it is back.
    const gone = session.microphone === "unplugged" && microphone.because === "missing";
    return become({ microphone: gone ? "unplugged" : microphone.because });
  }
  watchHeadset(microphone.stream);
  become({ microphone: null });
  giveMicrophone(microphone.stream);
}

let stopWatching: () => void = () => undefined;

/** A headset pulled out is told and asked for again with every device that comes; the call goes on meanwhile. */
function watchHeadset(stream: MediaStream): void {
  stopWatching();
  stopWatching = watchMicrophone(stream, {
    onEnded: () => {
      become({ microphone: "unplugged" });
      void askMicrophone();
    },
    onSilenced: (silenced) => {
      if (session.microphone === null || session.microphone === "silenced")
        become({ microphone: silenced ? "silenced" : null });
    },
    onDevices: () => {
      if (session.microphone === "unplugged" || session.microphone === "missing") void askMicrophone();
    },
  });
}

/** Leaves the desk; the account stays signed in. */
export async function leaveDesk(me: Me): Promise<string | null> {
  const called = await callRoute("leaveDesk");
  if (!called.ok && called.status !== 404) return called.refusal.sentence;
  losePlace(me);
  return null;
}

/** Stops the audio of this tab without a word to the centre (signed out, or the session ended). */
export function forgetDesk(): void {
  holdDesk(null);
  stopWatching();
  stopSoftphone();
  noteHeadsetChecked(null);
  become({ state: "none", sentence: null, microphone: null });
}

subscribeSoftphone(() => {
  if (!softphoneState().standing.superseded || session.state !== "held") return;
  holdDesk(null);
  become({ state: "elsewhere" });
});

export function useDeskSession(): DeskSession {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => session,
  );
}
