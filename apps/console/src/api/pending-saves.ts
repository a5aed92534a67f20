import type { RouteName } from "@siaga/contracts/http";
import { type BodyOf, callRoute, type Called } from "./call-route.ts";
import {
  keep,
  mayRetry,
  type PendingList,
  type PendingSave,
  readPending,
  sendable,
  type Sending,
  settle,
} from "./pending-list.ts";
import { whoIsIn } from "./queries.ts";

const place = "siaga.pending";
const watchers = new Set<() => void>();
const sentWatchers = new Set<(save: PendingSave) => void>();
let pending: PendingList = typeof localStorage === "undefined" ? [] : readPending(localStorage.getItem(place));

function write(next: PendingList): void {
  pending = next;
  try {
    localStorage.setItem(place, JSON.stringify(next));
  } catch {
    // A full store costs the copy that outlives a reload, not the save.
  }
  for (const watcher of watchers) watcher();
}

export const pendingSaves = (): PendingList => pending;

export function watchPendingSaves(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Told of every kept save the centre took. */
export function watchSent(watcher: (save: PendingSave) => void): () => void {
  sentWatchers.add(watcher);
  return () => sentWatchers.delete(watcher);
}

/**
 * Saves now, or keeps the save in this browser and tries again, in the same operator's name, until the centre takes it.
 * Only for requests that are safe to repeat: an incident carries its own id, a classification its value.
 */
export async function saveSurely<N extends RouteName>(
  key: string,
  route: N,
  params: Readonly<Record<string, string>>,
  body: BodyOf<N>,
): Promise<"saved" | "kept" | { readonly sentence: string }> {
  const operator = whoIsIn();
  const called = await callRoute(route, { params, body });
  if (called.ok) {
    letGo(key);
    return "saved";
  }
  if (!mayRetry(called)) return { sentence: called.refusal.sentence };
  write(keep(pending, { key, route, params, body, operator, at: Date.now(), refused: null, after: null }));
  return "kept";
}

/** It is not sent any more. */
export function letGo(key: string): void {
  if (pending.some((save) => save.key === key)) write(pending.filter((save) => save.key !== key));
}

/** What was written after a save was kept is kept with it. `after` says it to a centre that had taken the first words. */
export function changePending(save: PendingSave, body: unknown, after: Sending): void {
  if (JSON.stringify(save.body) === JSON.stringify(body)) return;
  write(pending.map((one) => (one === save ? { ...one, body, after } : one)));
}

/** Tries a save again that the centre would not take before. */
export async function sendAgain(key: string): Promise<void> {
  write(pending.map((save) => (save.key === key ? { ...save, refused: null } : save)));
  await retryPendingSaves();
}

let retrying = false;
/** Tries every save that may be sent once, oldest first, and stops at the first the centre cannot take yet. */
export async function retryPendingSaves(): Promise<void> {
  if (retrying) return;
  retrying = true;
  for (const save of sendable(pending, whoIsIn())) if (mayRetry(await trySave(save))) break;
  retrying = false;
}

const send = ({ route, params, body }: Sending): Promise<Called<unknown>> =>
  callRoute(route, { params, body: body as never });

async function trySave(save: PendingSave): Promise<Called<unknown>> {
  const first = await send(save);
  const called = first.ok && save.after !== null ? await send(save.after) : first;
  const unchanged = pending.includes(save);
  write(settle(pending, save, called));
  if (called.ok && unchanged) for (const watcher of sentWatchers) watcher(save);
  return called;
}
