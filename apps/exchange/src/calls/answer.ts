import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TrunkPlan } from "@siaga/configuration";
import type { Instant } from "@siaga/core";
import type { MediaPlane, Refused } from "@siaga/media";
import { codecsOf } from "./outward.ts";
import type { Tell } from "../brain/brain.ts";
import type { CallerLeg } from "./legs.ts";

/** What answering needs to know of this house. */
export type AnswerSettings = {
  readonly dataDir: string;
  /** IPs or CIDRs of a trunk: RTP may come from these besides the signalled address. */
  readonly sourcesOf: (trunk: string) => readonly string[];
  readonly planOf: (trunk: string) => TrunkPlan;
};

/** The trunk's side of a call that ended before or by its answer. */
export type CallOver = (leg: CallerLeg, code: number, reason: string) => void;

/** 200 OK, once: the same promise for everybody who needs the call answered. */
export function answer(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  tell: Tell,
  onFailed: CallOver,
): Promise<boolean> {
  leg.answered ??= sendAnswer(leg, media, settings, tell, onFailed);
  return leg.answered;
}

async function sendAnswer(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  tell: Tell,
  onFailed: CallOver,
): Promise<boolean> {
  leg.signalling = "answering";
  const { sip } = leg;
  const sdp = await audioOf(leg, media, settings, onFailed);
  if (sdp === null || leg.over) return false;
  const outcome = sip.answer(sdp);
  leg.signalling = "up";
  void outcome.then(async (ack) => {
    if (leg.over || ack.kind === "gone") return;
    // RFC 3261 §13.3.1.4: no ACK within 64·T1; the dialog was ended with BYE.
    if (ack.kind === "unacknowledged") return onFailed(leg, 408, "the 200 was never acknowledged");
    // RFC 3261 §13.2.1: a late offer was ours, so the ACK carries the answer.
    if (sip.offer === null && ack.sdp !== null) await media.acceptAnswer(leg.id, ack.sdp);
    tell({ type: "call.connected", call: leg.id });
  });
  return true;
}

/** 183 with our SDP, once: prompts are heard before any 200. False where this caller or its carrier cannot. */
export function letHear(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  onFailed: CallOver,
): Promise<boolean> {
  leg.early ??= sendProgress(leg, media, settings, onFailed);
  return leg.early;
}

async function sendProgress(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  onFailed: CallOver,
): Promise<boolean> {
  const sdp = await audioOf(leg, media, settings, onFailed);
  if (sdp === null || leg.over || leg.answered !== null) return false;
  const progressed = await leg.sip.progress(sdp);
  if (progressed.kind === "unavailable" || leg.over) return false;
  // RFC 3262 §5: a late offer was ours, so the PRACK carries the answer.
  if (progressed.sdp !== null) await media.acceptAnswer(leg.id, progressed.sdp);
  return true;
}

/** Opens the caller's audio, once; recorded from its first sound on. Null: it cannot be, and the call has failed. */
function audioOf(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  onFailed: CallOver,
): Promise<string | null> {
  leg.audio ??= openAudio(leg, media, settings, onFailed);
  return leg.audio;
}

async function openAudio(
  leg: CallerLeg,
  media: MediaPlane,
  settings: AnswerSettings,
  onFailed: CallOver,
): Promise<string | null> {
  const { sip } = leg;
  const opened = await media.openTrunkLeg({
    leg: leg.id,
    offer: sip.offer,
    address: sip.localAddress,
    allowedSources: [sip.remoteAddress, ...settings.sourcesOf(sip.trunk)],
    ...codecsOf(settings.planOf(sip.trunk)),
  });
  if (leg.over) {
    media.closeLeg(leg.id);
    return null;
  }
  if (!opened.ok) {
    refuse(leg, opened, onFailed);
    return null;
  }
  if (leg.line.recorded) record(leg.id, leg.arrivedAt, media, settings.dataDir);
  return opened.sdp;
}

/** The only failures here are of protocol and media: the caller's software and ours share no way to talk. */
function refuse(leg: CallerLeg, refused: Refused, onFailed: CallOver): void {
  // RFC 3261 §21.4.26: nothing in the offer can be accepted.
  const code = refused.code === "no-codec" || refused.code === "bad-sdp" ? 488 : 500;
  leg.sip.fail(code);
  onFailed(leg, code, refused.sentence);
}

/** Western Indonesian Time has no summer time: UTC+7 all year. */
const wib = 7 * 3_600_000;

/** `recordings/<yyyy-mm-dd, WIB>/<call>.wav`, below the data folder. */
export const recordingFile = (call: string, at: Instant): string =>
  join("recordings", new Date(at + wib).toISOString().slice(0, 10), `${call}.wav`);

/** Both sides of one leg, for as long as it stands: through hold, transfer and conference. */
export function record(leg: string, begunAt: Instant, media: MediaPlane, dataDir: string): void {
  const file = join(dataDir, recordingFile(leg, begunAt));
  makeFolder(join(file, ".."));
  media.startRecording(leg, file);
}

const made = new Set<string>();
/** Once a day; a folder that cannot be made shows as a failed recording, never as a failed call. */
function makeFolder(folder: string): void {
  if (made.has(folder)) return;
  made.add(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    made.delete(folder);
  }
}
