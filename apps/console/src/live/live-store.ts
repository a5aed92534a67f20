import type { Board, LiveMessage } from "@siaga/contracts/live";
import { useSyncExternalStore } from "react";
import { backoff } from "./backoff.ts";
import { hearLive, type LiveView, nothingKnown } from "./board.ts";

/** The live view and the state of its link. `lostAt` is this browser's clock; null while the link stands. */
export type LiveState = LiveView & { readonly lostAt: number | null };

/** The centre sends a pulse every 5 s; this much silence means the link is dead although the socket looks open. */
const silenceLimit = 12_000;

let state: LiveState = { ...nothingKnown, lostAt: null };
let socket: WebSocket | null = null;
let wanted = false;
let attempts = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let whenSignedOut: () => void = () => {};
const watchers = new Set<() => void>();

function become(next: LiveState): void {
  state = next;
  for (const watcher of watchers) watcher();
}

/** Opens the live view for the signed-in account and keeps it open. Idempotent. */
export function openLive(onSignedOut: () => void): void {
  whenSignedOut = onSignedOut;
  if (wanted) return;
  wanted = true;
  connect();
}

export function closeLive(): void {
  wanted = false;
  clearTimeout(retry);
  clearTimeout(silence);
  socket?.close();
  socket = null;
  become({ ...nothingKnown, lostAt: null });
}

function connect(): void {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = new WebSocket(`${scheme}://${location.host}/live`);
  socket = opened;
  listenForSilence(opened);
  opened.onmessage = (message) => {
    if (socket === opened) hear(opened, JSON.parse(String(message.data)) as LiveMessage);
  };
  opened.onclose = () => {
    if (socket === opened) lose();
  };
}

function hear(opened: WebSocket, message: LiveMessage): void {
  listenForSilence(opened);
  const heard = hearLive(state, message, Date.now());
  if (heard === "signed-out") return whenSignedOut();
  if (heard === "gap") return opened.close();
  attempts = 0;
  become({ ...heard, lostAt: null });
}

function listenForSilence(opened: WebSocket): void {
  clearTimeout(silence);
  silence = setTimeout(() => {
    opened.close();
    if (socket === opened) lose();
  }, silenceLimit);
}

function lose(): void {
  socket = null;
  clearTimeout(silence);
  if (!wanted) return;
  become({ ...state, lostAt: state.lostAt ?? Date.now() });
  clearTimeout(retry);
  retry = setTimeout(connect, backoff(attempts++));
}

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

export const liveState = (): LiveState => state;

/** The live view: last known values stay while the link is lost. */
export function useLive(): LiveState {
  return useSyncExternalStore(subscribe, liveState);
}

/** The board alone; null before the first one arrived. */
export function useBoard(): Board | null {
  return useSyncExternalStore(subscribe, () => state.board);
}

/** The centre's clock, as well as this browser knows it. */
export const centreNow = (): number => Date.now() + state.offset;
