import type { Figures } from "@siaga/contracts/live";
import type { CentreState, Ledger } from "@siaga/core";
import type { Entries } from "./entries.ts";

/** The counts every screen shows: the ledger of the whole log, and who waits right now. */
export function figuresOf(state: CentreState, ledger: Ledger, entries: Entries): Figures {
  const first = state.waiting[0];
  return {
    incoming: ledger.incoming,
    open: ledger.open,
    outcomes: { ...ledger.outcomes },
    waiting: state.waiting.length,
    longestWaitSince: first === undefined ? null : (state.calls.get(first)?.arrivedAt ?? null),
    unclear: unclearCount(entries),
  };
}

function unclearCount(entries: Entries): number {
  let count = 0;
  for (const call of entries.ended) if (entries.calls.get(call)?.classification === "unclear") count += 1;
  return count;
}
