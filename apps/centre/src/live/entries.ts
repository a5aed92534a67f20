import type {
  AgencyId,
  CallId,
  Caller,
  CallerHistory,
  Classification,
  DeskId,
  DispatchId,
  DispatchState,
  Duration,
  IncidentId,
  IncidentPlace,
  Instant,
  OperatorId,
  Outcome,
  PartyHow,
  PartyId,
  PartyTo,
  PersonalId,
  Priority,
} from "@siaga/core";
import type { ArrivalCounts } from "./arrival-counts.ts";

/** A call as the board remembers it: references only, plain JSON, replaced (never changed) by the fold. */
export type CallEntry = {
  readonly id: CallId;
  readonly line: string;
  readonly caller: Caller;
  readonly arrivedAt: Instant;
  readonly state: "queued" | "offered" | "answered" | "held" | "transferring" | "transferred" | "elsewhere" | "ended";
  readonly announcedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly desk: DeskId | null;
  readonly offeredTo: readonly DeskId[];
  readonly overdue: boolean;
  readonly test: boolean;
  readonly outcome: Outcome | null;
  readonly waited: Duration;
  readonly classification: Classification | null;
  readonly incidents: readonly IncidentId[];
  readonly history: CallerHistory | null;
  readonly audioMissing: readonly ("caller" | "desk")[];
  readonly digits: string;
  /** Absent in entries of an earlier release. */
  readonly parties?: readonly PartyEntry[];
  readonly partyLeft?: PartyLeft | null;
  /** Let wait again by an operator; by what a right answer was believed; for whom this caller might wait again. */
  readonly parkedAt?: Instant | null;
  readonly belief?: "token" | "streak" | null;
  readonly parkSuggestion?: { readonly waiting: CallId; readonly since: Instant } | null;
};

/** Somebody beside caller and operator. */
export type PartyEntry = {
  readonly id: PartyId;
  readonly to: PartyTo;
  /** Of somebody another party named: that party, or whoever named them. */
  readonly via?: PartyTo;
  readonly how: PartyHow;
  readonly state: "dialling" | "talking" | "held";
  readonly since: Instant;
};

/** Who left last, and why. */
export type PartyLeft = {
  readonly to: PartyTo;
  readonly via?: PartyTo;
  readonly code: number;
  readonly answered: boolean;
  readonly deliberate: boolean;
  readonly at: Instant;
};

export type IncidentEntry = {
  readonly id: IncidentId;
  readonly number: number;
  readonly state: "open" | "closed";
  readonly incidentType: string;
  readonly priority: Priority;
  readonly place: IncidentPlace;
  readonly narrative: PersonalId | null;
  readonly openedAt: Instant;
  readonly openedBy: OperatorId;
  readonly calls: readonly CallId[];
  readonly caller: Caller | null;
  readonly test: boolean;
};

export type DispatchEntry = {
  readonly id: DispatchId;
  readonly incident: IncidentId;
  readonly agency: AgencyId;
  readonly state: DispatchState;
  readonly since: Instant;
  readonly sentAt: Instant;
  readonly times: Readonly<Record<string, Instant>>;
  readonly by: OperatorId | null;
  readonly declineReason: PersonalId | null;
};

export type CallbackEntry = {
  readonly id: CallId;
  readonly caller: Caller;
  readonly line: string;
  readonly openedAt: Instant;
  readonly waited: Duration;
  readonly attempts: number;
  readonly because: Outcome;
  readonly dialling: {
    readonly outgoing: CallId;
    readonly desk: DeskId;
    readonly answeredAt: Instant | null;
  } | null;
  readonly genuine: number;
};

/** All the board remembers beyond the core's state. Rebuilt by folding the log; kept beside each snapshot. */
export type Entries = {
  readonly calls: Map<CallId, CallEntry>;
  readonly incidents: Map<IncidentId, IncidentEntry>;
  readonly dispatches: Map<DispatchId, DispatchEntry>;
  readonly callbacks: Map<CallId, CallbackEntry>;
  /** Ended calls and closed incidents in the order they ended, oldest first. */
  readonly ended: Set<CallId>;
  readonly closed: Set<IncidentId>;
  /** Calls of the last ten minutes. */
  readonly arrivals: ArrivalCounts;
  /** The last change of the policy; at most one. */
  readonly policyChanges: PolicyChange[];
};

/** Operator null: the house, by its file. */
export type PolicyChange = { readonly at: Instant; readonly operator: OperatorId | null };

export const emptyEntries = (): Entries => ({
  calls: new Map(),
  incidents: new Map(),
  dispatches: new Map(),
  callbacks: new Map(),
  ended: new Set(),
  closed: new Set(),
  arrivals: new Map(),
  policyChanges: [],
});

export type StoredEntries = {
  readonly [K in Exclude<keyof Entries, "arrivals" | "policyChanges">]: readonly unknown[];
} & {
  readonly arrivals?: readonly unknown[];
  readonly policyChanges?: readonly unknown[];
};

/** Maps and sets become arrays; the rest is JSON already. */
export const storeEntries = (entries: Entries): StoredEntries => ({
  calls: [...entries.calls],
  incidents: [...entries.incidents],
  dispatches: [...entries.dispatches],
  callbacks: [...entries.callbacks],
  ended: [...entries.ended],
  closed: [...entries.closed],
  arrivals: [...entries.arrivals],
  policyChanges: [...entries.policyChanges],
});

/** The inverse of `storeEntries`. */
export const restoreEntries = (stored: StoredEntries): Entries => ({
  calls: new Map(stored.calls as [CallId, CallEntry][]),
  incidents: new Map(stored.incidents as [IncidentId, IncidentEntry][]),
  dispatches: new Map(stored.dispatches as [DispatchId, DispatchEntry][]),
  callbacks: new Map(stored.callbacks as [CallId, CallbackEntry][]),
  ended: new Set(stored.ended as CallId[]),
  closed: new Set(stored.closed as IncidentId[]),
  // A snapshot of an earlier release counted none.
  arrivals: new Map((stored.arrivals ?? []) as [Instant, number][]),
  policyChanges: [...((stored.policyChanges ?? []) as PolicyChange[])],
});

/** Which rows a batch of events changed. Desks and alarms are compared as a whole: they are few. */
export type Touched = {
  readonly calls: Set<CallId>;
  readonly incidents: Set<IncidentId>;
  readonly dispatches: Set<DispatchId>;
  readonly callbacks: Set<CallId>;
};

export const nothingTouched = (): Touched => ({
  calls: new Set(),
  incidents: new Set(),
  dispatches: new Set(),
  callbacks: new Set(),
});
