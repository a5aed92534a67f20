import type { EndReason } from "../trunk.ts";

/** Events of one call. What happens before anybody listens is kept for the first listener: nothing is lost to timing. */
export class CallEvents<Event> {
  #listeners: ((event: Event) => void)[] = [];
  #kept: Event[] | null = [];

  on(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const event of kept) listener(event);
  }

  emit(event: Event): void {
    if (this.#kept !== null) this.#kept.push(event);
    else for (const listener of this.#listeners) listener(event);
  }
}

/** The part of an event that is there only when the peer said why (RFC 3326). */
export function because(why: EndReason | null): { readonly why?: EndReason } {
  return why === null ? {} : { why };
}
