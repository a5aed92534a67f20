import { useSyncExternalStore } from "react";

/** Which desk's headset was checked in this tab. A reload keeps it; a new tab or another desk checks again. */
const place = "siaga.headset";
const watchers = new Set<() => void>();

export function noteHeadsetChecked(desk: string | null): void {
  if (desk === null) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, desk);
  for (const watcher of watchers) watcher();
}

export function useHeadsetChecked(desk: string | null): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => desk !== null && sessionStorage.getItem(place) === desk,
  );
}
