import type {
  AgencyId,
  AlarmKind,
  CallId,
  Caller,
  CallerHistory,
  Classification,
  DeskId,
  DeskRole,
  DispatchId,
  Duration,
  IncidentId,
  Instant,
  OfferNumber,
  OperatorId,
  PartyHow,
  PartyId,
  PartyTo,
  PersonalId,
  Priority,
} from "#kernel";
import { isKnownGood, lineOf } from "#queue";
import type { IncidentPlace } from "./input.ts";
import type { Policy } from "./policy.ts";
import { calm, type LinePlace, type TriageState } from "./triage-state.ts";

/** `incoming` was admitted and not yet placed in the queue; it lives within one step. */
export type CallState =
  | "incoming"
  | "queued"
  | "offered"
  | "answered"
  | "held"
  | "transferring"
  | "transferred"
  | "elsewhere"
  | "ended";

/** A living call. Ended calls leave the state once classified (or when nobody will classify them). */
export type Call = {
  readonly id: CallId;
  readonly line: string;
  readonly trunk: string;
  readonly caller: Caller;
  readonly history: CallerHistory | null;
  readonly test: boolean;
  /** What the caller presses and says may not reach us before an operator answers. */
  readonly askable?: false;
  /** First INVITE. All clocks start here. */
  readonly arrivedAt: Instant;
  state: CallState;
  /** SIP 200 was asked for (to wait with a prompt or to talk). */
  announcedAt: Instant | null;
  /** The first prompt was heard to its end. */
  promptHeard: boolean;
  /** On a recorded line: the caller was told so to the end. */
  noticeHeard: boolean;
  /** Answer limit passed: supervisors and fallback numbers ring too. */
  overdue: boolean;
  answeredAt: Instant | null;
  /** The operator who has the call, or had it last. */
  answeredBy: { readonly desk: DeskId; readonly operator: OperatorId } | null;
  /** The fallback target that took the call, or did so last. */
  takenBy: string | null;
  /** Desks that declined or let lapse an offer of this call, so that the next one is tried first. */
  passedOver: DeskId[];
  classification: Classification | null;
  /** Incidents opened from or linked to this call. */
  incidents: IncidentId[];
  /** Sides whose audio is missing right now. It alarms and ends nothing. */
  silentSides: ("caller" | "desk")[];
  /** Since when the caller is held, or last rang back at the operator for it. */
  heldAt: Instant | null;
  /** Held because the desk is gone: when it is back in time the conversation goes on by itself. */
  heldForDesk: boolean;
  /** Back in the queue after an operator had spoken: first among those who wait. */
  recalledAt: Instant | null;
  /** Where the call stands in line; null while the policy is first come, first served. */
  place: LinePlace | null;
  /** The present conversation began; a parked caller's later one begins anew. */
  spokenSince: Instant;
  /** Let wait again by an operator, once. */
  parkedAt: Instant | null;
  /** The operator was asked to let this caller wait again. */
  parkSuggested: boolean;
  /** When, while it may be asked once more; null: it was not asked, or that was the second time. */
  parkSuggestedAt: Instant | null;
};

export type PartyState = "dialling" | "talking" | "held";

/** Somebody beside caller and operator in one call. Leaves the state when their side is over. */
export type Party = {
  readonly id: PartyId;
  readonly call: CallId;
  readonly desk: DeskId;
  readonly to: PartyTo;
  readonly dialledAt: Instant;
  how: PartyHow;
  state: PartyState;
  answeredAt: Instant | null;
};

/** One call at one desk. Under `ring-all` a call has several offers; exactly one wins. */
export type Offer = {
  readonly number: OfferNumber;
  readonly call: CallId;
  readonly desk: DeskId;
  readonly expiresAt: Instant;
};

export type OperatorState = "available" | "ringing" | "on-call" | "wrap-up" | "not-ready";

/** A signed-in operator at a desk. Signed-out desks leave the state. */
export type Desk = {
  readonly desk: DeskId;
  readonly operator: OperatorId;
  readonly role: DeskRole;
  state: OperatorState;
  /** When the present state began; longest-idle selection reads it. */
  since: Instant;
  reason: string | null;
  /** The desk's audio and desk-link stand at the exchange. Only a connected desk is offered calls. */
  connected: boolean;
  /** Since when they do not. */
  goneAt: Instant | null;
  /** The conversation or wrap-up in hand (incoming call or outgoing call-back). */
  call: CallId | null;
};

/** An abandoned or interrupted call that should be called back. Keyed by the call it answers. */
export type Callback = {
  readonly id: CallId;
  readonly caller: Caller;
  readonly line: string;
  readonly openedAt: Instant;
  readonly waited: Duration;
  attempts: number;
  outgoing: { readonly call: CallId; readonly desk: DeskId; answeredAt: Instant | null } | null;
};

export type IncidentState = "open" | "closed";
export type DispatchState = "sent" | "delivered" | "acknowledged" | "declined" | "en-route" | "on-scene" | "cleared";

export type Incident = {
  readonly id: IncidentId;
  /** Short number spoken in the room, e.g. K-1107: counts up, never reused. */
  readonly number: number;
  readonly openedAt: Instant;
  readonly test: boolean;
  incidentType: string;
  priority: Priority;
  place: IncidentPlace;
  narrative: PersonalId | null;
  calls: CallId[];
  dispatches: DispatchId[];
};

export type Dispatch = {
  readonly id: DispatchId;
  readonly incident: IncidentId;
  readonly agency: AgencyId;
  state: DispatchState;
  /** When the present state began. */
  since: Instant;
};

/** All that lives. Maps keep arrival order. Mutated only by folding events. */
export type CentreState = {
  policy: Policy;
  calls: Map<CallId, Call>;
  /** Waiting calls in arrival order (queued or offered); priority decides who is next. */
  waiting: CallId[];
  /** The same calls in the order they stand in line (2-queue/order.ts). */
  line: CallId[];
  /** Those of them who reported something real before, in the order they began to wait. */
  wellKnown: CallId[];
  offers: Map<OfferNumber, Offer>;
  desks: Map<DeskId, Desk>;
  /** Desks whose audio and desk-link stand at the exchange, signed in or not. */
  linked: DeskId[];
  /** The last that ended of calls, call-backs and parties, newest last: a late or repeated report of them changes nothing. */
  endedLately: (CallId | PartyId)[];
  parties: Map<PartyId, Party>;
  callbacks: Map<CallId, Callback>;
  /** The same rows by whom they call back; who withheld their number has none. */
  callbackOf: Map<PersonalId, CallId>;
  incidents: Map<IncidentId, Incident>;
  dispatches: Map<DispatchId, Dispatch>;
  alarms: Map<string, { readonly alarm: AlarmKind; readonly subject: string; readonly raisedAt: Instant }>;
  triage: TriageState;
  nextOffer: OfferNumber;
  nextIncident: number;
  /** Latest instant seen; `at` never goes backwards. */
  at: Instant;
};

/** A centre in which nothing has happened yet. */
export const emptyCentre = (policy: Policy): CentreState => ({
  policy,
  calls: new Map(),
  waiting: [],
  line: [],
  wellKnown: [],
  offers: new Map(),
  desks: new Map(),
  linked: [],
  endedLately: [],
  parties: new Map(),
  callbacks: new Map(),
  callbackOf: new Map(),
  incidents: new Map(),
  dispatches: new Map(),
  alarms: new Map(),
  triage: calm(),
  nextOffer: 1,
  nextIncident: 1,
  at: 0,
});

/** State as plain JSON, for snapshots and for the exchange's standing copy. */
export type CentreSnapshot = { readonly [key: string]: unknown };

/** Every Map becomes its entries; the rest is JSON already. */
export function snapshotOf(state: CentreState): CentreSnapshot {
  return {
    ...state,
    calls: [...state.calls],
    offers: [...state.offers],
    desks: [...state.desks],
    parties: [...state.parties],
    callbacks: [...state.callbacks],
    callbackOf: [...state.callbackOf],
    incidents: [...state.incidents],
    dispatches: [...state.dispatches],
    alarms: [...state.alarms],
    triage: {
      ...state.triage,
      claims: [...state.triage.claims],
      leavers: [...state.triage.leavers],
      glances: [...state.triage.glances],
      glanced: [...state.triage.glanced],
    },
  };
}

/** The inverse of `snapshotOf`; `policy` is today's, not the one in force when the snapshot was taken. */
export function restoreCentre(snapshot: CentreSnapshot, policy: Policy): CentreState {
  const held = structuredCloneJson(snapshot) as Record<string, never>;
  const state: CentreState = {
    ...(held as unknown as CentreState),
    policy,
    calls: new Map(held["calls"]),
    offers: new Map(held["offers"]),
    desks: new Map(held["desks"]),
    // A snapshot of an earlier release knows no other parties.
    parties: new Map(held["parties"] ?? []),
    callbacks: new Map(held["callbacks"]),
    callbackOf: new Map(),
    incidents: new Map(held["incidents"]),
    dispatches: new Map(held["dispatches"]),
    alarms: new Map(held["alarms"]),
    triage: restoreTriage(held["triage"]),
  };
  const good = state.waiting.filter((id) => isKnownGood(state.calls.get(id)!));
  return { ...state, line: lineOf(state), wellKnown: good, callbackOf: callersOf(state.callbacks.values()) };
}

function callersOf(callbacks: Iterable<Callback>): CentreState["callbackOf"] {
  const rows = new Map<PersonalId, CallId>();
  for (const { id, caller } of callbacks) if (caller.kind === "number") rows.set(caller.id, id);
  return rows;
}

/** A snapshot from before triage has none. */
function restoreTriage(held: TriageState | undefined): TriageState {
  if (held === undefined) return calm();
  const { claims, leavers, glances, glanced } = held;
  return {
    ...calm(),
    ...held,
    pressure: { ...calm().pressure, ...held.pressure },
    claims: new Map(claims),
    leavers: new Map(leavers),
    glances: new Map(glances ?? []),
    glanced: new Map(glanced ?? []),
  };
}

const structuredCloneJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
