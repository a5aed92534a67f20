import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";
import { useSyncExternalStore } from "react";
import { type AudioPath, isUp, noPath } from "./audio-path.ts";
import { type DeskAudio, openDeskAudio } from "./desk-audio.ts";
import { type DeskSocket, openDeskSocket } from "./desk-socket.ts";
import { type EarCheck, listenFor, notListening } from "./ear-check.ts";
import { isMuteToldWrong, mutedAfter } from "./mute.ts";
import { watchNetwork } from "./network.ts";
import { playRemote } from "./sound.ts";
import { hearExchange, loseLinks, nowhere, type Standing } from "./standing.ts";

/** What screens may know of the softphone. */
export type SoftphoneState = {
  readonly claim: DeskClaim | null;
  readonly standing: Standing;
  readonly socket: "up" | "down";
  readonly channel: "up" | "down";
  readonly path: AudioPath;
  /** Whether the exchange's sound arrives in this conversation. */
  readonly ear: EarCheck["ear"];
  readonly muted: boolean;
  readonly microphone: MediaStream | null;
  readonly remote: MediaStream | null;
};

const silent: SoftphoneState = {
  claim: null,
  standing: nowhere,
  socket: "down",
  channel: "down",
  path: noPath,
  ear: "heard",
  muted: false,
  microphone: null,
  remote: null,
};

let state = silent;
let socket: DeskSocket | null = null;
let audio: DeskAudio | null = null;
let clock: Worker | null = null;
let stopWatching: () => void = () => undefined;
let earCheck = notListening;
let lastBeat = 0;
const watchers = new Set<() => void>();

function become(change: Partial<SoftphoneState>): void {
  state = { ...state, ...change };
  openOrCloseMicrophone();
  for (const watcher of watchers) watcher();
}

/** The track carries the room's sound only while somebody is spoken to, and not when muted. */
function openOrCloseMicrophone(): void {
  const { talking } = state.standing;
  const open = talking !== null && (!talking.held || talking.others) && !state.muted;
  for (const track of state.microphone?.getAudioTracks() ?? []) if (track.enabled !== open) track.enabled = open;
}

/** Starts the desk's audio for the shift (or takes it over with a newer claim). `onRefused`: the token ran out. */
export function startSoftphone(claim: DeskClaim, onRefused: () => void): void {
  stopLinks();
  const { microphone, remote } = state;
  state = { ...silent, claim, microphone, remote };
  socket = openDeskSocket({ url: deskUrl(claim), onMessage: hear, onUp: noteSocket, onRefused });
  audio = openDeskAudio({
    iceServers: claim.iceServers,
    onPath: notePath,
    onMessage: hear,
    onRemote: (remote) => {
      playRemote(remote);
      become({ remote });
    },
    tellOffer: (sdp) => void socket?.send({ type: "offer", sdp }),
  });
  stopWatching = watchNetwork(() => audio?.networkChanged());
  lastBeat = Date.now();
  clock = new Worker(new URL("./beat-worker.ts", import.meta.url), { type: "module" });
  clock.onmessage = () => beat(Date.now());
  become({});
}

/** Ends the shift: links closed, microphone given back. */
export function stopSoftphone(): void {
  stopLinks();
  for (const track of state.microphone?.getTracks() ?? []) track.stop();
  state = silent;
  become({});
}

function stopLinks(): void {
  stopWatching();
  clock?.terminate();
  socket?.close();
  audio?.close();
  clock = socket = audio = null;
  earCheck = notListening;
}

/** The headset was given, or changed: a standing connection goes on with the new microphone. */
export function giveMicrophone(microphone: MediaStream): void {
  for (const track of state.microphone?.getTracks() ?? []) if (state.microphone !== microphone) track.stop();
  become({ microphone });
  audio?.use(microphone);
  offerWhereNone();
}

function deskUrl({ ports, token }: DeskClaim): string {
  const secure = location.protocol === "https:";
  const port = secure ? (ports.https ?? ports.http) : ports.http;
  return `${secure ? "wss" : "ws"}://${location.hostname}:${port}/desk?token=${encodeURIComponent(token)}`;
}

function hear(message: ToDesk): void {
  if (message.type === "answer") return audio?.accept(message.sdp);
  if (message.type === "audio-lost") {
    audio?.lose();
    return offerWhereNone();
  }
  const standing = hearExchange(state.standing, message, Date.now());
  if (standing === state.standing) return;
  if (message.type === "superseded") {
    stopLinks();
    return become({ standing, socket: "down", channel: "down", path: noPath });
  }
  const muted = mutedAfter(message, state.standing, standing, state.muted);
  become({ standing, muted });
  if (isMuteToldWrong(message, muted)) tellExchange({ type: "mute", muted });
}

function noteSocket(up: boolean): void {
  become(up ? { socket: "up" } : lost({ socket: "down" }));
  if (up) offerWhereNone();
}

function notePath(path: AudioPath): void {
  const channel = isUp(path) ? "up" : "down";
  become(channel === "up" ? { path, channel } : lost({ path, channel }));
}

function lost(change: Partial<SoftphoneState>): Partial<SoftphoneState> {
  const next = { ...state, ...change };
  return next.socket === "down" && next.channel === "down"
    ? { ...change, standing: loseLinks(state.standing) }
    : change;
}

/** A desk without a path makes an offer as soon as there is a socket to carry it and a microphone to speak with. */
function offerWhereNone(): void {
  const { path, microphone } = state;
  if (path.state === "none" && state.socket === "up" && microphone !== null) audio?.offer(microphone);
}

/** ms between two beats that can only mean that the page or the machine slept. */
const slept = 2_000;

/** Every 500 ms: both paths beat; a path that stays silent is replaced while the socket stands. */
function beat(now: number): void {
  if (now - lastBeat > slept) {
    socket?.woke(now);
    audio?.woke(now);
  }
  lastBeat = now;
  socket?.beat(now);
  audio?.beat(now, state.socket === "up");
  offerWhereNone();
  void checkEar(now);
}

/** The exchange sends sound all through a conversation, also when the caller is silent: none at all is a fault. */
async function checkEar(now: number): Promise<void> {
  const { talking } = state.standing;
  const expected = talking !== null && !talking.held;
  const received = expected && state.path.state === "up" ? ((await audio?.received()) ?? null) : null;
  earCheck = expected ? listenFor(earCheck, received, now) : notListening;
  if (earCheck.ear !== state.ear) become({ ear: earCheck.ear });
  // Beats get through and sound does not: another connection may carry both.
  if (earCheck.repair && state.socket === "up") audio?.lose();
}

/** A path may die with a word in it. These name a call, cannot be taken back and mean nothing twice: both paths carry them. */
const saidTwice: ReadonlySet<FromDesk["type"]> = new Set(["answer-call", "hang-up"]);

/** Says it over the faster standing path; null when neither stands and HTTP must be tried. */
export function tellExchange(message: FromDesk): "channel" | "socket" | null {
  if (audio?.fresh(Date.now()) === true && audio.send(message)) {
    if (saidTwice.has(message.type)) socket?.send(message);
    return "channel";
  }
  if (socket?.send(message) === true) return "socket";
  return audio?.send(message) === true ? "channel" : null;
}

export function setMuted(muted: boolean): void {
  become({ muted });
  tellExchange({ type: "mute", muted });
}

export const softphoneState = (): SoftphoneState => state;

export function subscribeSoftphone(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useSoftphone(): SoftphoneState {
  return useSyncExternalStore(subscribeSoftphone, softphoneState);
}
