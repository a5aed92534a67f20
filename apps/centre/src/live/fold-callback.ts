import type { CallId, EventOf } from "@siaga/core";
import type { CallbackEntry, Entries, Touched } from "./entries.ts";
import { occurred } from "./occurred.ts";

/** A call that must be called back: all but the reason is already known of the call itself. */
export function openCallback(event: EventOf<"callback.opened">, entries: Entries, touched: Touched): void {
  const call = entries.calls.get(event.callback);
  entries.callbacks.set(event.callback, {
    id: event.callback,
    caller: call?.caller ?? { kind: "withheld" },
    line: call?.line ?? "",
    openedAt: occurred(event),
    waited: call?.waited ?? 0,
    attempts: 0,
    because: event.because,
    dialling: null,
    genuine: call?.history?.genuine.count ?? 0,
  });
  touched.callbacks.add(event.callback);
}

export function changeCallback(
  callback: CallId,
  entries: Entries,
  touched: Touched,
  to: (entry: CallbackEntry) => Partial<CallbackEntry>,
): void {
  const entry = entries.callbacks.get(callback);
  if (entry === undefined) return;
  entries.callbacks.set(callback, { ...entry, ...to(entry) });
  touched.callbacks.add(callback);
}

export function closeCallback(event: EventOf<"callback.closed">, entries: Entries, touched: Touched): void {
  if (entries.callbacks.delete(event.callback)) touched.callbacks.add(event.callback);
}
