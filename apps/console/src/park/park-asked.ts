import type { Board, CallRow } from "@siaga/contracts/live";
import { useSyncExternalStore } from "react";
import type { DeskView } from "../desk/desk-view.ts";

/** An express caller waits while this desk is in a call of the waiting lane: the operator is asked, and decides. */
export type ParkAsked = {
  readonly call: string;
  readonly waiting: CallRow;
  readonly since: number;
  /** Also when the caller is no nuisance and only asks for information. */
  readonly information: boolean;
};

/** Suggestions the operator said no to: the same pair is not asked again before the room does. */
let declined: ReadonlySet<string> = new Set();
const watchers = new Set<() => void>();
const pair = (call: string, waiting: string, since: number): string => `${call} ${waiting} ${since}`;

/** What is asked of this desk now; null: nothing, or it was answered. */
export function parkAskedAt(view: DeskView | null, board: Board | null, said: ReadonlySet<string>): ParkAsked | null {
  if (view?.state !== "on-call") return null;
  const suggested = board?.calls[view.call.id]?.parkSuggested ?? null;
  if (suggested === null || said.has(pair(view.call.id, suggested.waiting, suggested.since))) return null;
  const waiting = board?.calls[suggested.waiting];
  if (waiting === undefined || (waiting.state !== "queued" && waiting.state !== "offered")) return null;
  return { call: view.call.id, waiting, since: suggested.since, information: suggested.information };
}

export function useParkAsked(view: DeskView | null, board: Board | null): ParkAsked | null {
  return parkAskedAt(
    view,
    board,
    useSyncExternalStore(watch, () => declined),
  );
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Goes on with the call in hand; keeps the last twenty answers. */
export function goOnWith({ call, waiting, since }: ParkAsked): void {
  declined = new Set([...declined, pair(call, waiting.id, since)].slice(-20));
  for (const watcher of watchers) watcher();
}
