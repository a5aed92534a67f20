import type { FallbackTarget } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { OutboundEvent } from "@siaga/sip";
import type { Tell } from "../brain/brain.ts";
import type { CallerLeg, FallbackLeg } from "./legs.ts";
import { dialOut, type Dialler } from "./outward.ts";
import { stopPrompt } from "./prompt.ts";
import { reoffer } from "./reoffer.ts";
import { judgeBySound, type Listening } from "./silent.ts";

export type Fallback = {
  readonly dialler: Dialler;
  readonly tell: Tell;
  readonly answer: (leg: CallerLeg) => Promise<boolean>;
  readonly listening: Listening;
};

/** Dials a fallback number for a caller who goes on waiting; ringing already is left alone. */
export async function ringFallback(leg: CallerLeg, target: FallbackTarget, fallback: Fallback): Promise<void> {
  if (leg.fallbacks.has(target.name) || leg.desk !== null) return;
  const { dialler, tell } = fallback;
  const failed = (code: number): void => tell({ type: "fallback.failed", call: leg.id, target: target.name, code });
  const entry: FallbackLeg = { leg: `${leg.id}/${target.name}`, target, sip: null, state: "dialling" };
  leg.fallbacks.set(target.name, entry);
  const dialled = await dialOut(dialler, target.number, {
    leg: entry.leg,
    callerNumber: leg.line.dialled[0] ?? leg.line.line,
    preferred: leg.sip.trunk,
  });
  if (dialled.ok) entry.sip = dialled.call;
  if (entry.state === "over") return void entry.sip?.cancelOrHangUp();
  if (!dialled.ok) {
    drop(leg, entry, dialler.media);
    return failed(dialled.code);
  }
  dialled.call.on((event) => heard(leg, entry, event, fallback));
}

/** The fallback's side speaks: it answers, it fails, it hangs up. */
function heard(leg: CallerLeg, entry: FallbackLeg, event: OutboundEvent, fallback: Fallback): void {
  const { dialler, tell } = fallback;
  if (entry.state === "over") return;
  if (event.type === "answered") return void bridge(leg, entry, event.sdp, fallback);
  if (event.type === "reoffer") return void reoffer(entry.leg, event, dialler.media);
  const ended = (code: number): void => {
    drop(leg, entry, dialler.media);
    tell({ type: "fallback.failed", call: leg.id, target: entry.target.name, code });
  };
  if (event.type === "renewed") return void dialler.media.acceptAnswer(entry.leg, event.sdp);
  // RFC 3515 §2.4.2: a caller whom another room has taken is that room's; it may call whom it wants.
  if (event.type === "refer") return event.referral.decline();
  if (event.type === "silent") return silent(entry, fallback, ended);
  if (event.type === "failed" || event.type === "bye") ended(event.type === "failed" ? event.code : 200);
}

function silent(entry: FallbackLeg, { listening }: Fallback, ended: (code: number) => void): void {
  const { sip } = entry;
  if (sip === null) return;
  const end = (code: number): void => {
    ended(code);
    void sip.cancelOrHangUp();
  };
  const isOver = (): boolean => entry.state === "over";
  void judgeBySound({ leg: entry.leg, probe: () => sip.probe(), isOver, end }, listening);
}

/** First to answer talks with the caller; a desk or another number that was faster keeps them. */
async function bridge(
  leg: CallerLeg,
  entry: FallbackLeg,
  sdp: string,
  { dialler, tell, answer }: Fallback,
): Promise<void> {
  const { media } = dialler;
  const taken = (): boolean => leg.over || leg.desk !== null || entry.state === "over" || bridgedIn(leg) !== null;
  if (taken()) return hangUpFallback(leg, entry, media);
  const accepted = await media.acceptAnswer(entry.leg, sdp);
  // Meanwhile anything may have happened to either.
  if (taken()) return hangUpFallback(leg, entry, media);
  if (!accepted.ok) {
    hangUpFallback(leg, entry, media);
    // RFC 3261 §21.4.26: the two share no way to talk. The caller waits on; it is told as any number that failed.
    return tell({ type: "fallback.failed", call: leg.id, target: entry.target.name, code: 488 });
  }
  entry.state = "bridged";
  tell({ type: "fallback.answered", call: leg.id, target: entry.target.name });
  if (!(await answer(leg)) || leg.over || leg.desk !== null || bridgedIn(leg) !== entry) return;
  stopPrompt(leg, media);
  media.join(leg.id, leg.id, { hears: "all", heardBy: "all" });
  media.join(leg.id, entry.leg, { hears: "all", heardBy: "all" });
  stopRinging(leg, media);
}

export const bridgedIn = (leg: CallerLeg): FallbackLeg | null =>
  [...leg.fallbacks.values()].find(({ state }) => state === "bridged") ?? null;

/** Stops those still ringing; the one that talks with the caller stays. */
export function stopRinging(leg: CallerLeg, media: MediaPlane): void {
  for (const entry of leg.fallbacks.values()) if (entry.state === "dialling") hangUpFallback(leg, entry, media);
}

/** A desk has the caller, or the call is over: no fallback leg may outlive that. */
export function dropFallbacks(leg: CallerLeg, media: MediaPlane): void {
  for (const entry of leg.fallbacks.values()) hangUpFallback(leg, entry, media);
}

function hangUpFallback(leg: CallerLeg, entry: FallbackLeg, media: MediaPlane): void {
  if (entry.state === "over") return;
  drop(leg, entry, media);
  void entry.sip?.cancelOrHangUp();
}

/** Forgotten, so that a later overflow may try the same number again. */
function drop(leg: CallerLeg, entry: FallbackLeg, media: MediaPlane): void {
  entry.state = "over";
  leg.fallbacks.delete(entry.target.name);
  media.closeLeg(entry.leg);
}
