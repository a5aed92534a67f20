import type { Outcome } from "#kernel";
import type { CentreEvent } from "../event.ts";

/** The published count of calls: `incoming = sum of outcomes + open`. Test calls stand apart and never count. */
export type Ledger = {
  incoming: number;
  outcomes: Record<Outcome, number>;
  open: number;
  tests: number;
};

/** Before the first call. */
export const emptyLedger = (): Ledger => ({
  incoming: 0,
  outcomes: {
    answered: 0,
    answered_elsewhere: 0,
    abandoned_ringing: 0,
    abandoned_in_queue: 0,
    left_in_announcement: 0,
    congestion: 0,
    setup_failed: 0,
    interrupted: 0,
  },
  open: 0,
  tests: 0,
});

/** Folds one event of the log into the ledger, in place. Only arrivals and ends count. */
export function countEvent(ledger: Ledger, event: CentreEvent): void {
  if (event.type === "call.admitted") {
    if (event.test) {
      ledger.tests += 1;
      return;
    }
    ledger.incoming += 1;
    ledger.open += 1;
  } else if (event.type === "call.ended" && !event.test) {
    ledger.outcomes[event.outcome] += 1;
    ledger.open -= 1;
  }
}

/** Whether the figures agree with themselves; a ledger that does not is a bug to be found, never to be shown. */
export function reconciles(ledger: Ledger): boolean {
  const ended = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0);
  return ledger.incoming === ended + ledger.open && ledger.open >= 0;
}
