import type { RiskReason, TriageParameters } from "#admission";
import type {
  AgencyId,
  AlarmKind,
  CallId,
  ChallengeResponse,
  Classification,
  DeskId,
  DeskRole,
  Digit,
  DispatchId,
  Duration,
  GlanceFinding,
  IncidentId,
  Instant,
  Lane,
  OfferNumber,
  OperatorId,
  Outcome,
  PartyHow,
  PartyId,
  PartyTo,
  PersonalId,
  Priority,
  PromptName,
} from "#kernel";
import type { Arrival, IncidentPlace, LineQuality } from "./input.ts";

/**
 * Everything that has happened, as decided: `noun.past`. This is the log (NENA i3 "LogEvent").
 * Holds no number, name or free text: people and words are `PersonalId`s.
 * All state changes by folding events, so state can always be rebuilt from the log.
 */
export type EventBody =
  | ({ readonly type: "call.admitted" } & Arrival)
  /** `place`: where the call stands in line, and why; absent while the policy is first come, first served. */
  | { readonly type: "call.queued"; readonly call: CallId; readonly place?: PlaceGiven }
  | {
      readonly type: "challenge.asked";
      readonly call: CallId;
      readonly attempt: number;
      readonly digit: Digit;
    }
  | { readonly type: "speech.heard"; readonly call: CallId }
  /** What the caller did when asked, and where that puts them. `belief`: by what a known abuser was believed. */
  | {
      readonly type: "challenge.answered";
      readonly call: CallId;
      readonly attempt: number;
      readonly response: ChallengeResponse;
      readonly lane: Lane;
      readonly risk: number;
      readonly belief: "token" | "streak" | null;
    }
  | { readonly type: "call.promoted"; readonly call: CallId }
  | { readonly type: "bulletin.opened"; readonly incident: IncidentId; readonly operator: OperatorId }
  | { readonly type: "bulletin.closed"; readonly incident: IncidentId; readonly operator: OperatorId | null }
  | { readonly type: "bulletin.heard"; readonly call: CallId; readonly incident: IncidentId }
  | { readonly type: "bulletin.left"; readonly call: CallId; readonly risk: number }
  | { readonly type: "glance.began"; readonly call: CallId; readonly desk: DeskId; readonly operator: OperatorId }
  /** `found` null: broken off, because a call rang there or the caller no longer waits. */
  | {
      readonly type: "glance.ended";
      readonly call: CallId;
      readonly desk: DeskId;
      readonly found: GlanceFinding | null;
      readonly lane: Lane;
      readonly risk: number;
    }
  | {
      readonly type: "policy.changed";
      readonly operator: OperatorId | null;
      readonly triage: TriageParameters | null;
    }
  | { readonly type: "surge.began" }
  | { readonly type: "surge.ended" }
  /** The operator was asked to let this caller wait again for `waiting`. */
  | { readonly type: "park.suggested"; readonly call: CallId; readonly desk: DeskId; readonly waiting: CallId }
  | {
      readonly type: "call.parked";
      readonly call: CallId;
      readonly desk: DeskId;
      readonly operator: OperatorId;
      readonly risk: number;
    }
  | {
      readonly type: "call.offered";
      readonly call: CallId;
      readonly desk: DeskId;
      readonly offer: OfferNumber;
      readonly expiresAt: Instant;
    }
  | { readonly type: "offer.expired"; readonly call: CallId; readonly desk: DeskId; readonly offer: OfferNumber }
  | { readonly type: "offer.declined"; readonly call: CallId; readonly desk: DeskId; readonly offer: OfferNumber }
  | { readonly type: "offer.withdrawn"; readonly call: CallId; readonly desk: DeskId; readonly offer: OfferNumber }
  /** SIP 200 sent to wait with a prompt; never the outcome `answered`. */
  | { readonly type: "call.announced"; readonly call: CallId; readonly prompt: PromptName }
  | { readonly type: "call.connected"; readonly call: CallId }
  | { readonly type: "prompt.completed"; readonly call: CallId; readonly prompt: PromptName }
  | { readonly type: "call.overdue"; readonly call: CallId; readonly targets: readonly string[] }
  | {
      readonly type: "call.answered";
      readonly call: CallId;
      readonly desk: DeskId;
      readonly operator: OperatorId;
      readonly waited: Duration;
    }
  | {
      readonly type: "call.answered-elsewhere";
      readonly call: CallId;
      readonly target: string;
      readonly waited: Duration;
    }
  /** `because`: nobody chose it. The desk is gone, and its caller is not left in silence. */
  | { readonly type: "call.held"; readonly call: CallId; readonly desk: DeskId; readonly because?: "desk-vanished" }
  | { readonly type: "call.resumed"; readonly call: CallId; readonly desk: DeskId }
  /** Held for so long that the caller rang back at the operator. */
  | { readonly type: "hold.outlasted"; readonly call: CallId; readonly desk: DeskId }
  | {
      readonly type: "party.dialled";
      readonly call: CallId;
      readonly party: PartyId;
      readonly desk: DeskId;
      readonly operator: OperatorId;
      readonly to: PartyTo;
      readonly how: PartyHow;
    }
  | { readonly type: "party.answered"; readonly call: CallId; readonly party: PartyId }
  | { readonly type: "party.held"; readonly call: CallId; readonly party: PartyId }
  | { readonly type: "party.resumed"; readonly call: CallId; readonly party: PartyId }
  /** From now on the party belongs to the conversation of all. */
  | { readonly type: "party.joined"; readonly call: CallId; readonly party: PartyId }
  | {
      readonly type: "party.ended";
      readonly call: CallId;
      readonly party: PartyId;
      readonly by: "callee" | "network" | "operator" | "house";
      readonly code: number;
      readonly talked: Duration;
    }
  /** The caller is on the way to somebody who has not answered yet; the desk keeps the call until then. */
  | { readonly type: "call.transferring"; readonly call: CallId; readonly desk: DeskId; readonly party: PartyId }
  /** The operator left caller and party together. */
  | { readonly type: "call.transferred"; readonly call: CallId; readonly desk: DeskId; readonly operator: OperatorId }
  /** Nobody of ours or theirs speaks with the caller any more: first in the queue again. */
  | { readonly type: "call.recalled"; readonly call: CallId; readonly desk: DeskId | null }
  /** An operator is with a caller to whom one had spoken before. */
  | { readonly type: "call.retaken"; readonly call: CallId; readonly desk: DeskId; readonly operator: OperatorId }
  | { readonly type: "digit.received"; readonly call: CallId; readonly digit: string }
  | { readonly type: "audio.missed"; readonly call: CallId; readonly side: "caller" | "desk" }
  | { readonly type: "audio.returned"; readonly call: CallId; readonly side: "caller" | "desk" }
  | { readonly type: "audio.measured"; readonly call: CallId; readonly quality: LineQuality }
  | { readonly type: "audio.interrupted"; readonly call: CallId; readonly lasted: Duration }
  /** The one and only end of a call. */
  | {
      readonly type: "call.ended";
      readonly call: CallId;
      readonly outcome: Outcome;
      readonly by: "caller" | "operator" | "network" | "house";
      readonly code: number | null;
      readonly waited: Duration;
      readonly talked: Duration;
      readonly test: boolean;
    }
  | {
      readonly type: "call.classified";
      readonly call: CallId;
      readonly operator: OperatorId | null;
      readonly classification: Classification;
      readonly by: "operator" | "policy";
    }
  | {
      readonly type: "classification.undone";
      readonly call: CallId;
      readonly operator: OperatorId;
      readonly was: Classification;
    }
  | {
      readonly type: "recording.kept";
      readonly call: CallId;
      readonly sha256: string;
      readonly duration: Duration;
      readonly file: string;
    }
  | {
      readonly type: "operator.signed-in";
      readonly operator: OperatorId;
      readonly desk: DeskId;
      readonly role: DeskRole;
    }
  | { readonly type: "operator.signed-out"; readonly operator: OperatorId; readonly desk: DeskId }
  | { readonly type: "operator.available"; readonly operator: OperatorId; readonly desk: DeskId }
  | { readonly type: "operator.paused"; readonly operator: OperatorId; readonly desk: DeskId; readonly reason: string }
  | {
      readonly type: "operator.wrapped-up";
      readonly operator: OperatorId;
      readonly desk: DeskId;
      readonly call: CallId;
      readonly lapsed: boolean;
    }
  | { readonly type: "desk.connected"; readonly desk: DeskId }
  | { readonly type: "desk.vanished"; readonly desk: DeskId }
  | { readonly type: "callback.opened"; readonly callback: CallId; readonly because: Outcome }
  | {
      readonly type: "callback.dialled";
      readonly callback: CallId;
      readonly outgoing: CallId;
      readonly desk: DeskId;
      readonly operator: OperatorId;
      readonly attempt: number;
    }
  | { readonly type: "callback.answered"; readonly callback: CallId; readonly outgoing: CallId }
  | {
      readonly type: "callback.ended";
      readonly callback: CallId;
      readonly outgoing: CallId;
      readonly code: number;
      readonly talked: Duration;
    }
  | {
      readonly type: "callback.closed";
      readonly callback: CallId;
      readonly operator: OperatorId | null;
      readonly reason: "reached" | "not-needed" | "unreachable" | "called-again";
    }
  | {
      readonly type: "incident.opened";
      readonly incident: IncidentId;
      readonly number: number;
      readonly call: CallId | null;
      readonly operator: OperatorId;
      readonly incidentType: string;
      readonly priority: Priority;
      readonly place: IncidentPlace;
      readonly narrative: PersonalId | null;
      readonly test: boolean;
    }
  | {
      readonly type: "incident.amended";
      readonly incident: IncidentId;
      readonly operator: OperatorId;
      readonly incidentType?: string;
      readonly priority?: Priority;
      readonly place?: IncidentPlace;
      readonly narrative?: PersonalId;
    }
  | {
      readonly type: "incident.noted";
      readonly incident: IncidentId;
      readonly by: OperatorId;
      readonly text: PersonalId;
    }
  | {
      readonly type: "incident.call-linked";
      readonly incident: IncidentId;
      readonly call: CallId;
      readonly operator: OperatorId;
    }
  | {
      readonly type: "incident.closed";
      readonly incident: IncidentId;
      readonly operator: OperatorId;
      readonly disposition: "handled" | "nothing-found" | "cancelled" | "handed-over";
    }
  | {
      readonly type: "dispatch.sent";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly operator: OperatorId;
    }
  | {
      readonly type: "dispatch.delivered";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
    }
  | {
      readonly type: "dispatch.acknowledged";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly by: OperatorId;
    }
  | {
      readonly type: "dispatch.declined";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly by: OperatorId;
      readonly reason: PersonalId | null;
    }
  | {
      readonly type: "dispatch.en-route";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly by: OperatorId;
    }
  | {
      readonly type: "dispatch.on-scene";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly by: OperatorId;
    }
  | {
      readonly type: "dispatch.cleared";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
      readonly by: OperatorId;
    }
  | { readonly type: "alarm.raised"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "alarm.cleared"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "clock.jumped"; readonly from: Instant; readonly to: Instant }
  | { readonly type: "scans.counted"; readonly count: number };

/** Where a call stands in line when it begins to wait. */
export type PlaceGiven = {
  readonly lane: Lane;
  readonly risk: number;
  readonly reasons: readonly RiskReason[];
  readonly abuser: boolean;
  readonly unknown: boolean;
  readonly since: Instant;
};

/**
 * One event. `at` never goes backwards in the log; a fact told late (after a fail-open) keeps
 * its own time in `occurredAt` while `at` is when it was appended.
 */
export type CentreEvent = EventBody & { readonly at: Instant; readonly occurredAt?: Instant };
export type EventType = EventBody["type"];
export type EventOf<T extends EventType> = Extract<CentreEvent, { type: T }>;
