import type { TriageParameters } from "#admission";
import type {
  AgencyId,
  CallId,
  Caller,
  CallerHistory,
  Classification,
  DeskId,
  DeskRole,
  DispatchId,
  Duration,
  GlanceFinding,
  IncidentId,
  Instant,
  AlarmKind,
  OfferNumber,
  OperatorId,
  PartyHow,
  PartyId,
  PartyTo,
  PersonalId,
  Priority,
  PromptName,
} from "#kernel";

/** What is known of an initial INVITE when it reaches the core. */
export type Arrival = {
  readonly call: CallId;
  /** The line called, by configuration of the dialled number (e.g. `112`, `113`). */
  readonly line: string;
  readonly trunk: string;
  readonly caller: Caller;
  /** Null when the record could not be asked in time, or the caller is withheld. */
  readonly history: CallerHistory | null;
  /** A line or number marked *uji*: works like any call and never counts. */
  readonly test: boolean;
  /** False: before an operator answers, the trunk may not carry this caller's keys and voice to us. Absent: it does. */
  readonly askable?: false;
};

/** How well a call could be heard: `in` is what we heard of the caller, `out` what the caller heard of us. */
export type LineQuality = {
  /** Mean opinion score, 1 to 4.4 (ITU-T G.107); null when nothing was received, or the caller's side reported nothing. */
  readonly mosIn: number | null;
  readonly mosOut: number | null;
  /** Packets not heard, percent. */
  readonly lossIn: number;
  readonly lossOut: number | null;
  readonly jitterIn: Duration;
  readonly jitterOut: Duration | null;
  /** There and back. */
  readonly roundTrip: Duration | null;
  /** What evening out the network adds. */
  readonly delay: Duration;
  /** Sound made up for what was lost. */
  readonly concealed: Duration;
};

/** Where an incident is, as codes and references; spoken words live in `personal` rows. */
export type IncidentPlace = {
  /** Kepmendagri code, e.g. `36.73.01.1001`; null when not yet known or outside the city. */
  readonly area: string | null;
  readonly point: { readonly latitude: number; readonly longitude: number; readonly uncertaintyMetres: number } | null;
  /** Landmark, street, RT/RW as spoken: one encrypted text. */
  readonly spoken: PersonalId | null;
};

/** Everything that can happen to the centre. Named `noun.happened`. Timers are inputs too. */
export type Input =
  // the trunk
  | ({ readonly type: "call.arrived" } & Arrival)
  | ({ readonly type: "call.congested"; readonly status: 486 | 503 } & Arrival)
  | { readonly type: "call.connected"; readonly call: CallId }
  | { readonly type: "call.hung-up"; readonly call: CallId }
  | { readonly type: "call.failed"; readonly call: CallId; readonly code: number; readonly reason: string }
  /** The exchange no longer has this call and cannot say why (our fault). */
  | { readonly type: "call.lost"; readonly call: CallId }
  | { readonly type: "prompt.ended"; readonly call: CallId; readonly prompt: PromptName }
  | { readonly type: "digit.received"; readonly call: CallId; readonly digit: string }
  /** A sound that may be a voice, told while the caller is asked something. */
  | { readonly type: "speech.heard"; readonly call: CallId }
  | { readonly type: "audio.missing"; readonly call: CallId; readonly side: "caller" | "desk" }
  | { readonly type: "audio.returned"; readonly call: CallId; readonly side: "caller" | "desk" }
  /** How well a call could be heard, known when its audio is closed. */
  | { readonly type: "audio.measured"; readonly call: CallId; readonly quality: LineQuality }
  /** Our audio of this call was away for so long (the media process died) and is back; the recording has the gap too. */
  | { readonly type: "audio.interrupted"; readonly call: CallId; readonly lasted: Duration }
  | {
      readonly type: "recording.finished";
      readonly call: CallId;
      readonly sha256: string;
      readonly duration: Duration;
      readonly file: string;
    }
  // the desks
  | {
      readonly type: "operator.signed-in";
      readonly operator: OperatorId;
      readonly desk: DeskId;
      readonly role: DeskRole;
    }
  | { readonly type: "operator.signed-out"; readonly desk: DeskId }
  | { readonly type: "operator.readied"; readonly desk: DeskId }
  | { readonly type: "operator.paused"; readonly desk: DeskId; readonly reason: string }
  | { readonly type: "desk.connected"; readonly desk: DeskId }
  | { readonly type: "desk.vanished"; readonly desk: DeskId }
  | { readonly type: "offer.accepted"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "offer.declined"; readonly call: CallId; readonly desk: DeskId }
  /** A free operator listens to a waiting caller for a moment, unheard (*simak*). */
  | { readonly type: "glance.requested"; readonly call: CallId; readonly desk: DeskId }
  /** What the operator heard. `emergency`: this may be one, and goes express. Nothing said: the call stays where it is. */
  | { readonly type: "glance.ended"; readonly call: CallId; readonly desk: DeskId; readonly found: GlanceFinding }
  /** The operator lets a caller wait again while someone else is in greater need. */
  | { readonly type: "park.requested"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "hold.requested"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "hold.ended"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "call.released"; readonly call: CallId; readonly desk: DeskId }
  | {
      readonly type: "call.classified";
      readonly call: CallId;
      readonly operator: OperatorId;
      readonly classification: Classification;
    }
  /** `was` is needed for a call that has already left the state; the record knows it. */
  | {
      readonly type: "classification.undone";
      readonly call: CallId;
      readonly operator: OperatorId;
      readonly was?: Classification;
    }
  | { readonly type: "wrap-up.finished"; readonly desk: DeskId }
  // timers: each carries what it was set for; a late one finds nobody and changes nothing
  | { readonly type: "offer.lapsed"; readonly offer: OfferNumber; readonly call: CallId }
  | { readonly type: "ringing.outlasted"; readonly call: CallId }
  | { readonly type: "answer.overdue"; readonly call: CallId }
  | { readonly type: "wrap-up.lapsed"; readonly desk: DeskId; readonly call: CallId }
  | { readonly type: "challenge.lapsed"; readonly call: CallId; readonly attempt: number }
  | { readonly type: "challenge.due"; readonly call: CallId; readonly attempt: number }
  | { readonly type: "surge.reviewed" }
  | { readonly type: "glance.lapsed"; readonly call: CallId; readonly desk: DeskId }
  // somewhere else answers
  | { readonly type: "fallback.answered"; readonly call: CallId; readonly target: string }
  | { readonly type: "fallback.failed"; readonly call: CallId; readonly target: string; readonly code: number }
  // other parties of a call
  | {
      readonly type: "party.requested";
      readonly call: CallId;
      readonly desk: DeskId;
      readonly party: PartyId;
      readonly to: PartyTo;
      readonly how: PartyHow;
    }
  /** A party who has answered asks for another in the call, mostly to leave it (RFC 3515); the exchange drew the name `party`. */
  | { readonly type: "party.referred"; readonly party: PartyId; readonly by: PartyId }
  | { readonly type: "party.answered"; readonly party: PartyId }
  /** The party's side is over: it could not be reached, was busy, hung up (200) or its leg failed. */
  | { readonly type: "party.ended"; readonly party: PartyId; readonly code: number }
  | { readonly type: "party.released"; readonly party: PartyId; readonly desk: DeskId }
  | { readonly type: "party.hold-requested"; readonly party: PartyId; readonly desk: DeskId }
  | { readonly type: "party.hold-ended"; readonly party: PartyId; readonly desk: DeskId }
  /** All hear one another: operator, caller and whoever has answered. */
  | { readonly type: "conference.requested"; readonly call: CallId; readonly desk: DeskId }
  /** The operator leaves the others together. */
  | { readonly type: "transfer.completed"; readonly call: CallId; readonly desk: DeskId }
  /** An operator takes part again in a call that was transferred. */
  | { readonly type: "return.requested"; readonly call: CallId; readonly desk: DeskId }
  // timers of those calls
  | { readonly type: "party.unanswered"; readonly party: PartyId }
  | { readonly type: "hold.outlasted"; readonly call: CallId }
  // calling back
  | { readonly type: "callback.requested"; readonly callback: CallId; readonly outgoing: CallId; readonly desk: DeskId }
  | { readonly type: "callback.answered"; readonly outgoing: CallId }
  | {
      readonly type: "callback.ended";
      readonly outgoing: CallId;
      readonly code: number;
      readonly by: "callee" | "operator" | "network";
    }
  | {
      readonly type: "callback.closed";
      readonly callback: CallId;
      readonly operator: OperatorId;
      readonly reason: "reached" | "not-needed" | "unreachable";
    }
  // incidents
  | {
      readonly type: "incident.reported";
      readonly incident: IncidentId;
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
  | { readonly type: "bulletin.requested"; readonly incident: IncidentId; readonly operator: OperatorId }
  | { readonly type: "bulletin.withdrawn"; readonly incident: IncidentId; readonly operator: OperatorId }
  // dispatch: one incident at one agency
  | {
      readonly type: "dispatch.requested";
      readonly incident: IncidentId;
      readonly operator: OperatorId;
      readonly dispatches: readonly { readonly dispatch: DispatchId; readonly agency: AgencyId }[];
    }
  | { readonly type: "dispatch.delivered"; readonly dispatch: DispatchId }
  | { readonly type: "dispatch.acknowledged"; readonly dispatch: DispatchId; readonly by: OperatorId }
  | {
      readonly type: "dispatch.declined";
      readonly dispatch: DispatchId;
      readonly by: OperatorId;
      readonly reason: PersonalId | null;
    }
  | { readonly type: "unit.departed"; readonly dispatch: DispatchId; readonly by: OperatorId }
  | { readonly type: "unit.arrived"; readonly dispatch: DispatchId; readonly by: OperatorId }
  | { readonly type: "unit.cleared"; readonly dispatch: DispatchId; readonly by: OperatorId }
  // the house
  /** A supervisor puts another way of ordering in force; null: first come, first served. */
  | {
      readonly type: "policy.changed";
      readonly operator: OperatorId | null;
      readonly triage: TriageParameters | null;
    }
  | { readonly type: "alarm.noticed"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "alarm.ceased"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "clock.jumped"; readonly from: Instant; readonly to: Instant }
  /** A scan or call from no configured trunk: counted apart, never a call. */
  | { readonly type: "scan.counted"; readonly count: number };

export type InputType = Input["type"];
export type InputOf<T extends InputType> = Extract<Input, { type: T }>;
