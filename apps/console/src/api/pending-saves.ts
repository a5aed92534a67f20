import type { RouteName } from "@siaga/contracts/http";
import { type BodyOf, callRoute, type Called } from "./call-route.ts";

/** A save the centre has not confirmed yet. Kept in this browser until it does. */
export type PendingSave = {
  readonly key: string;
  readonly route: RouteName;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly at: number;
};

const place = "siaga.pending";
const watchers = new Set<() => void>();
let pending: readonly PendingSave[] = read();

function read(): readonly PendingSave[] {
  if (typeof localStorage === "undefined") return [];
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]") as PendingSave[];
  } catch {
    return [];
  }
}

function write(next: readonly PendingSave[]): void {
  pending = next;
  localStorage.setItem(place, JSON.stringify(next));
  for (const watcher of watchers) watcher();
}

export const pendingSaves = (): readonly PendingSave[] => pending;

export function watchPendingSaves(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The centre is away (not: it refused), so the same request may succeed later. */
export const mayRetry = (called: Called<unknown>): boolean =>
  !called.ok && (called.status === null || called.status >= 500 || called.status === 429);

/**
 * Saves now, or keeps the save in this browser and tries again until the centre takes or refuses it.
 * Only for requests that are safe to repeat: an incident carries its own id, a classification its value.
 */
export async function saveSurely<N extends RouteName>(
  key: string,
  route: N,
  params: Readonly<Record<string, string>>,
  body: BodyOf<N>,
): Promise<"saved" | "kept" | { readonly sentence: string }> {
  const called = await callRoute(route, { params, body });
  if (called.ok) return forget(key);
  if (!mayRetry(called)) return { sentence: called.refusal.sentence };
  write([...pending.filter((save) => save.key !== key), { key, route, params, body, at: Date.now() }]);
  return "kept";
}

function forget(key: string): "saved" {
  if (pending.some((save) => save.key === key)) write(pending.filter((save) => save.key !== key));
  return "saved";
}

let retrying = false;
/** Tries every kept save once, oldest first, and stops at the first the centre cannot take yet. */
export async function retryPendingSaves(): Promise<void> {
  if (retrying || pending.length === 0) return;
  retrying = true;
  for (const save of pending) {
    const called = await callRoute(save.route, { params: save.params, body: save.body as never });
    if (mayRetry(called)) break;
    forget(save.key);
  }
  retrying = false;
}
