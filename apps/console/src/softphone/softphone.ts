import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";
import { useSyncExternalStore } from "react";
import { type DeskPeer, openDeskPeer } from "./desk-peer.ts";
import { type DeskSocket, openDeskSocket, silenceLimit } from "./desk-socket.ts";
import { playRemote } from "./sound.ts";
import { hearExchange, loseLinks, nowhere, type Standing } from "./standing.ts";

/** What screens may know of the softphone. */
export type SoftphoneState = {
  readonly claim: DeskClaim | null;
  readonly standing: Standing;
  readonly socket: "up" | "down";
  readonly channel: "up" | "down";
  readonly muted: boolean;
  readonly microphone: MediaStream | null;
  readonly remote: MediaStream | null;
};

const silent: SoftphoneState = {
  claim: null,
  standing: nowhere,
  socket: "down",
  channel: "down",
  muted: false,
  microphone: null,
  remote: null,
};

let state = silent;
let socket: DeskSocket | null = null;
let peer: DeskPeer | null = null;
let clock: Worker | null = null;
const watchers = new Set<() => void>();

function become(change: Partial<SoftphoneState>): void {
  state = { ...state, ...change };
  openOrCloseMicrophone();
  for (const watcher of watchers) watcher();
}

/** The track carries the room's sound only inside a conversation that is neither held nor muted. */
function openOrCloseMicrophone(): void {
  const { talking } = state.standing;
  const open = talking !== null && !talking.held && !state.muted;
  for (const track of state.microphone?.getAudioTracks() ?? []) if (track.enabled !== open) track.enabled = open;
}

/** Starts the desk's audio for the shift (or takes it over with a newer claim). `onRefused`: the token ran out. */
export function startSoftphone(claim: DeskClaim, onRefused: () => void): void {
  stopLinks();
  const { microphone, remote } = state;
  state = { ...silent, claim, microphone, remote };
  socket = openDeskSocket({ url: deskUrl(claim), onMessage: hear, onUp: noteSocket, onRefused });
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
  clock?.terminate();
  socket?.close();
  peer?.close();
  clock = socket = peer = null;
}

/** The headset was changed or given later: the running connection starts over with the new microphone. */
export function giveMicrophone(microphone: MediaStream): void {
  become({ microphone });
  if (state.socket === "up") offerPeer();
}

function deskUrl({ ports, token }: DeskClaim): string {
  const secure = location.protocol === "https:";
  const port = secure ? (ports.https ?? ports.http) : ports.http;
  return `${secure ? "wss" : "ws"}://${location.hostname}:${port}/desk?token=${encodeURIComponent(token)}`;
}

function hear(message: ToDesk): void {
  if (message.type === "answer") return void peer?.accept(message.sdp).catch(() => dropPeer());
  if (message.type === "audio-lost") return restorePeer();
  const standing = hearExchange(state.standing, message, Date.now());
  if (standing === state.standing) return;
  if (message.type === "superseded") stopLinks();
  become(message.type === "superseded" ? { standing, socket: "down", channel: "down" } : forgetMute(standing));
}

/** Mute belongs to one conversation: the next caller is never met by a dead microphone. */
function forgetMute(standing: Standing): Partial<SoftphoneState> {
  const same = standing.talking !== null && standing.talking.call === state.standing.talking?.call;
  return same ? { standing } : { standing, muted: false };
}

function noteSocket(up: boolean): void {
  become(up ? { socket: "up" } : lost({ socket: "down" }));
  if (up && state.channel === "down") offerPeer();
}

function lost(change: Partial<SoftphoneState>): Partial<SoftphoneState> {
  const next = { ...state, ...change };
  return next.socket === "down" && next.channel === "down"
    ? { ...change, standing: loseLinks(state.standing) }
    : change;
}

function offerPeer(): void {
  peer?.close();
  peer = null;
  if (state.microphone === null) return;
  const opened = openDeskPeer({
    microphone: state.microphone,
    onMessage: hear,
    onUp: (up) => {
      if (peer === opened) become(up ? { channel: "up" } : lost({ channel: "down" }));
    },
    onRemote: (remote) => {
      playRemote(remote);
      become({ remote });
    },
    offer: (sdp) => void socket?.send({ type: "offer", sdp }),
  });
  peer = opened;
}

function dropPeer(): void {
  peer?.close();
  peer = null;
  become(lost({ channel: "down" }));
}

/** The exchange lost its end of our audio: another is offered at once, the conversation waits for it. */
function restorePeer(): void {
  dropPeer();
  if (state.socket === "up") offerPeer();
}

/** Every 500 ms: both paths beat; a peer that stays silent is replaced while the socket stands. */
function beat(now: number): void {
  socket?.beat(now);
  peer?.send({ type: "beat", at: now });
  if (peer !== null && now - Math.max(peer.openedAt, peer.heardAt() ?? 0) > silenceLimit) dropPeer();
  if (peer === null && state.socket === "up" && state.microphone !== null) offerPeer();
}

/** Ms of silence after which the channel is not trusted with a word: two beats are missing. */
const channelFresh = 1_200;

/** A path may die with a word in it. These name a call, cannot be taken back and mean nothing twice: both paths carry them. */
const saidTwice: ReadonlySet<FromDesk["type"]> = new Set(["answer-call", "hang-up"]);

/** Says it over the faster standing path; null when neither stands and HTTP must be tried. */
export function tellExchange(message: FromDesk): "channel" | "socket" | null {
  const fresh = Date.now() - (peer?.heardAt() ?? 0) < channelFresh;
  if (fresh && peer?.send(message) === true) {
    if (saidTwice.has(message.type)) socket?.send(message);
    return "channel";
  }
  if (socket?.send(message) === true) return "socket";
  return peer?.send(message) === true ? "channel" : null;
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
