import type { CentreSnapshot, Instant, Policy } from "@siaga/core";
import type { Seen } from "./brain.ts";

/** What the exchange's own journal holds: where the own brain began, then everything it was told. */
export type JournalEntry =
  | { readonly kind: "standing"; readonly at: Instant; readonly policy: Policy; readonly state: CentreSnapshot }
  /** From here on the policy `fail-open` rules. */
  | { readonly kind: "took-over"; readonly at: Instant }
  | { readonly kind: "seen"; readonly seen: Seen };

/** The exchange's journal, encrypted and fsynced: `append` resolves when the entry survives a power cut. */
export interface ExchangeJournal {
  append(entry: JournalEntry): Promise<void>;
  /** Forgets the `oldest` so many entries, or all: the centre has them. */
  clear(oldest?: number): Promise<void>;
  /** Entries in it. */
  size(): number;
}
