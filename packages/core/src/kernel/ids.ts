/** UUIDv7 drawn by the exchange when the INVITE arrives (never the SIP Call-ID). NENA "Call Identifier". */
export type CallId = string;

/** A seat in the room, e.g. `meja-1`. One operator sits at one desk. */
export type DeskId = string;

/** A member of staff. Names live in the staff records, never in the log. */
export type OperatorId = string;

/** Identifies a `personal` row (an encrypted number or text). The log refers to people by this alone. */
export type PersonalId = string;

/** UUIDv7. NENA "Incident Tracking Identifier". The short number people say aloud is `Incident.number`. */
export type IncidentId = string;

/** UUIDv7: one incident at one agency. */
export type DispatchId = string;

/** Key of an agency in the city's directory, e.g. `damkar`. */
export type AgencyId = string;

/** UUIDv7: one other party beside a call; also names its audio leg. */
export type PartyId = string;

/** Number of an offer: unique within one centre, never reused. */
export type OfferNumber = number;
