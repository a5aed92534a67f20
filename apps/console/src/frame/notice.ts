import { useSyncExternalStore } from "react";

/** One sentence about what was just refused, shown as a strip for a while; never over the call. */
let notice: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function become(next: string | null): void {
  notice = next;
  for (const watcher of watchers) watcher();
}

/** Null says nothing (the command was taken). */
export function say(sentence: string | null): void {
  if (sentence === null) return;
  clearTimeout(timer);
  become(sentence);
  timer = setTimeout(() => become(null), 8_000);
}

export function useNotice(): string | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => notice,
  );
}
