/**
 * The record as the centre sees it: an append-only log with its outbox, personal rows apart, snapshots, a lease.
 * PostgreSQL 15+ only; no advisory lock or LISTEN is needed for correctness.
 */
import type {
  CallerHistory,
  CentreEvent,
  CentreSnapshot,
  Classification,
  Duration,
  Instant,
  PersonalId,
} from "@siaga/core";

export type Stored = { readonly seq: number; readonly event: CentreEvent };

/** An effect promised to somebody outside the exchange (agency messages), in the same transaction as its event. */
export type Promised = { readonly key: string; readonly effect: unknown };

export type Fenced = { readonly ok: false; readonly code: "fenced" };

export interface EventLog {
  /** Appends in one transaction, fsynced when it resolves; `update log_head … where epoch = $ and seq = $prev` is fence, chain lock and group commit in one. */
  append(batch: {
    readonly events: readonly CentreEvent[];
    readonly promised: readonly Promised[];
  }): Promise<{ readonly ok: true; readonly seq: number } | Fenced>;
  /** Events after `seq`, in order, in pages. */
  read(after: number): AsyncIterable<Stored>;
  head(): Promise<{ readonly seq: number; readonly hash: string; readonly epoch: number }>;
}

export interface Personal {
  /** Encrypts under a key of its own and stores; `lookup` is the HMAC source (a normalised number) when it must be found again. With an `id` drawn while the database was away, a number already known under another id is kept beside it without lookup, and a repeated put changes nothing. Returns the id at once (drawn here); durable when `kept` resolves. */
  put(
    kind: "number" | "narrative" | "place" | "note" | "reason",
    text: string,
    options?: { readonly lookup?: string; readonly id?: PersonalId },
  ): Promise<PersonalId>;
  /** Null when erased. */
  read(ids: readonly PersonalId[]): Promise<ReadonlyMap<PersonalId, string | null>>;
  /** The id of a number already known, or a new row. */
  numberId(normalised: string): Promise<PersonalId>;
  /** `numberId` for many numbers in one round trip, for the calls of one moment. */
  numberIds(normalised: readonly string[]): Promise<ReadonlyMap<string, PersonalId>>;
  /** Destroys the row's key (UU PDP 27/2022 erasure); the log's chain stays valid. */
  erase(id: PersonalId): Promise<void>;
  /** Writes down who read or did what with a person's data; `Reads` lists it. */
  audit(entry: {
    readonly by: string;
    readonly what: string;
    readonly subject: string;
    readonly at: Instant;
  }): Promise<void>;
}

/** How long what a number did is remembered (ms), and what silence weighs in it at most. */
export type CallerMemory = {
  readonly nuisanceHalfLife: Duration;
  readonly genuineHalfLife: Duration;
  readonly silentMost: number;
};

export interface CallerHistories {
  /** With `memory` the history also says how much of its labels has not faded; absent of a caller nobody knows. */
  of(caller: PersonalId, now: Instant, memory?: CallerMemory): Promise<CallerHistory>;
  /** `of` for many callers in one round trip; a caller nobody knows has a history of zeros. */
  ofMany(
    callers: readonly PersonalId[],
    now: Instant,
    memory?: CallerMemory,
  ): Promise<ReadonlyMap<PersonalId, CallerHistory>>;
}

export type ClassifiedCount = Readonly<Partial<Record<Classification, number>>>;

export interface Snapshots {
  /** `text`: the snapshot as JSON, so that it is written out once. */
  save(seq: number, text: string): Promise<void>;
  latest(): Promise<{ readonly seq: number; readonly snapshot: CentreSnapshot } | null>;
}

export interface Lease {
  /** Takes or renews the writer's lease; a new holder gets a higher epoch. Null while another holder's lease is fresh. */
  take(holder: string, now: Instant): Promise<{ readonly epoch: number } | null>;
  renew(epoch: number, now: Instant): Promise<boolean>;
  /** Gives the lease up, so that a standby need not wait until it is stale. The epoch stays used. */
  release(epoch: number): Promise<void>;
}
