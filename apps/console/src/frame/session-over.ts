import { useSyncExternalStore } from "react";
import { softphoneState, subscribeSoftphone } from "../softphone/softphone.ts";
import { forgetAccount } from "./forget-account.ts";

/** The session ended in the middle of a conversation: whoever is spoken to is kept until it is over. */
let over = false;
const watchers = new Set<() => void>();

function become(next: boolean): void {
  over = next;
  for (const watcher of watchers) watcher();
}

/** Back to signing in: at once, or as soon as nobody is spoken to here. */
export function endSession(): void {
  if (over) return;
  if (softphoneState().standing.talking === null) return forgetAccount();
  become(true);
  const leave = subscribeSoftphone(() => {
    if (softphoneState().standing.talking !== null) return;
    leave();
    become(false);
    forgetAccount();
  });
}

export function useSessionOver(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => over,
  );
}
