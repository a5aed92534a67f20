import {
  type CentreEvent,
  type CentreSnapshot,
  type CentreState,
  countEvent,
  emptyCentre,
  emptyLedger,
  evolve,
  type Ledger,
  type Policy,
  restoreCentre,
  snapshotOf,
  type TriageParameters,
} from "@siaga/core";
import type { EventLog, Snapshots } from "@siaga/postgres";
import {
  emptyEntries,
  type Entries,
  nothingTouched,
  restoreEntries,
  storeEntries,
  type StoredEntries,
} from "../live/entries.ts";
import { foldEvent } from "../live/fold.ts";
import { forgetOld } from "../live/retention.ts";

/** All this process knows, folded from the log up to `seq`. */
export type Standing = {
  readonly state: CentreState;
  readonly ledger: Ledger;
  readonly entries: Entries;
  seq: number;
};

/** Raised when the stored form changes: an older snapshot is left alone and the log is folded from its beginning. */
const form = 1;

type StoredStanding = {
  readonly form: number;
  readonly state: CentreSnapshot;
  readonly ledger: Ledger;
  readonly entries: StoredEntries;
};

/** Plain JSON of all that lives; holds ids, never numbers or texts. */
export const storeStanding = ({ state, ledger, entries }: Standing): CentreSnapshot =>
  ({ form, state: snapshotOf(state), ledger, entries: storeEntries(entries) }) satisfies StoredStanding;

/**
 * Rebuilds the standing: the latest snapshot, then every event after it. Who is next when too many call is in force as the
 * log says, first come, first served before its first word; everything else of `policy` is today's.
 */
export async function restoreStanding(
  { log, snapshots }: { readonly log: EventLog; readonly snapshots: Snapshots },
  policy: Policy,
): Promise<Standing> {
  const latest = await snapshots.latest();
  const standing =
    (latest && standingIn(latest.seq, latest.snapshot, policy)) ?? emptyStanding({ ...policy, triage: null });
  for await (const { seq, event } of log.read(standing.seq)) {
    foldStanding(standing, [event]);
    standing.seq = seq;
  }
  return standing;
}

/** Folds events that are in the log already. */
export function foldStanding(standing: Standing, events: readonly CentreEvent[]): void {
  for (const event of events) evolve(standing.state, event);
  foldBeside(standing, events);
}

/** Folds events the core has folded into its state already into all that stands beside it. */
export function foldBeside(standing: Standing, events: readonly CentreEvent[]): void {
  const touched = nothingTouched();
  for (const event of events) {
    countEvent(standing.ledger, event);
    foldEvent(event, standing.entries, touched);
  }
  forgetOld(standing.entries, standing.state, touched);
}

const emptyStanding = (policy: Policy): Standing => ({
  state: emptyCentre(policy),
  ledger: emptyLedger(),
  entries: emptyEntries(),
  seq: 0,
});

function standingIn(seq: number, snapshot: CentreSnapshot, policy: Policy): Standing | null {
  const stored = snapshot as Partial<StoredStanding>;
  if (stored.form !== form || !stored.state || !stored.ledger || !stored.entries) return null;
  return {
    state: restoreCentre(stored.state, { ...policy, triage: triageIn(stored.state) }),
    ledger: stored.ledger,
    entries: restoreEntries(stored.entries),
    seq,
  };
}

/** A snapshot from before triage has none. */
const triageIn = (snapshot: CentreSnapshot): TriageParameters | null =>
  (snapshot["policy"] as Policy | undefined)?.triage ?? null;
