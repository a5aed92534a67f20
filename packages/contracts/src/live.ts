/**
 * The live view: one WebSocket (`/live`, session cookie). First a `board`, then `patch`es as events commit.
 * A row set to null is gone. Numbers are masked unless the role may see them. Rows are presented per role;
 * an agency account sees only its own dispatches and their incidents.
 */
import { z } from "zod";

const masked = z.string().nullable().describe("masked number, null when withheld");
export const classification = z.enum([
  "emergency",
  "non-emergency",
  "information",
  "silent",
  "prank",
  "child",
  "harassment",
  "doubtful",
  "disconnected",
  "misdial",
  "unclear",
]);
export const outcome = z.enum([
  "answered",
  "answered_elsewhere",
  "abandoned_ringing",
  "abandoned_in_queue",
  "left_in_announcement",
  "congestion",
  "setup_failed",
  "interrupted",
]);
export const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

export const historyFacts = z.object({
  callsToday: z.number(),
  calls30Days: z.number(),
  classified: z.record(z.string(), z.number()),
  genuine: z.object({ count: z.number(), lastAt: z.number().nullable() }),
});

/** Who is served before whom while too many call; nobody is refused in any lane. */
const lane = z.enum(["express", "claim", "waiting"]);
/** What a waiting call waits for; each of them passes. */
export const waitsFor = z.enum(["question", "others-call", "operators", "rest", "budget"]);
/** Why a caller stands where they stand: facts, with the counts and dates beside them in `history`. Never a score. */
export const placeRow = z.object({
  lane,
  reasons: z.array(
    z.enum(["withheld-number", "nuisance-before", "genuine-before", "many-new-numbers", "nothing-known"]),
  ),
  /** The wait counts from here: earlier than the arrival for who gave up and dialled again. */
  since: z.number(),
  promoted: z.boolean(),
  /** When a call of the waiting lane is promoted; null where that never comes, or has come. */
  promotesAt: z.number().nullable(),
  /** `asked`: the question runs. The last three: the latest answer. */
  challenge: z.enum(["none", "asked", "strong", "weak", "silent"]),
  /** By what the right answer of a number with much nuisance was believed. */
  belief: z.enum(["token", "streak"]).nullable(),
  bulletin: z.enum(["heard", "something-else"]).nullable(),
  /** An operator has listened for a moment. */
  glanced: z.boolean(),
  /** Null: nothing but an operator. */
  waitsFor: waitsFor.nullable(),
});

/** Somebody beside caller and operator. */
export const partyRow = z.object({
  id: z.string(),
  /** Agency, desk, or a masked number; of somebody another party named (`referred`), that party's. */
  name: z.string(),
  kind: z.enum(["agency", "number", "desk", "referred"]),
  how: z.enum(["consult", "three-way", "blind"]),
  state: z.enum(["dialling", "talking", "held"]),
  since: z.number(),
});
export const callRow = z.object({
  id: z.string(),
  line: z.string(),
  lineName: z.string(),
  number: masked,
  arrivedAt: z.number(),
  state: z.enum(["queued", "offered", "answered", "held", "transferring", "transferred", "elsewhere", "ended"]),
  announcedAt: z.number().nullable(),
  answeredAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  desk: z.string().nullable(),
  offeredTo: z.array(z.string()),
  overdue: z.boolean(),
  test: z.boolean(),
  outcome: outcome.nullable(),
  classification: classification.nullable(),
  incidents: z.array(z.string()),
  history: historyFacts.nullable(),
  audioMissing: z.array(z.enum(["caller", "desk"])),
  digits: z.string(),
  /** Null once over, and under first come, first served. */
  place: placeRow.nullable(),
  /** Let wait again by an operator. */
  parkedAt: z.number().nullable(),
  /**
   * For whom this caller might wait again: `waiting` is express or claiming and nobody is free. Gone when that is over.
   * `information`: asked as well about a caller who only wants to know something.
   */
  parkSuggested: z.object({ waiting: z.string(), since: z.number(), information: z.boolean() }).nullable(),
  /** The operator may let this caller wait again now. */
  mayPark: z.boolean(),
  parties: z.array(partyRow),
  /** Who left the call last, with the SIP status; `answered` false: they never spoke. */
  partyLeft: z
    .object({ name: z.string(), code: z.number(), answered: z.boolean(), deliberate: z.boolean(), at: z.number() })
    .nullable(),
});
export const deskRow = z.object({
  desk: z.string(),
  deskName: z.string(),
  operator: z.string(),
  operatorName: z.string(),
  role: z.enum(["call-taker", "dispatcher", "supervisor"]),
  state: z.enum(["available", "ringing", "on-call", "wrap-up", "not-ready"]),
  since: z.number(),
  reason: z.string().nullable(),
  connected: z.boolean(),
  call: z.string().nullable(),
  /** When the present wrap-up returns by itself. */
  wrapUpLapsesAt: z.number().nullable(),
  /** The waiting call this desk listens to. */
  listensTo: z.string().nullable(),
  /** When listening ends by itself. */
  listensUntil: z.number().nullable(),
  /** Free, and kept for callers of the lanes that come first. */
  kept: z.boolean(),
});
export const dispatchState = z.enum([
  "sent",
  "delivered",
  "acknowledged",
  "declined",
  "en-route",
  "on-scene",
  "cleared",
]);
export const dispatchRow = z.object({
  id: z.string(),
  incident: z.string(),
  agency: z.string(),
  agencyName: z.string(),
  state: dispatchState,
  since: z.number(),
  sentAt: z.number(),
  times: z.record(z.string(), z.number()),
  by: z.string().nullable(),
  declineReason: z.string().nullable(),
});
export const incidentRow = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(["open", "closed"]),
  incidentType: z.string(),
  incidentTypeName: z.string(),
  priority,
  area: z.string().nullable(),
  areaName: z.string().nullable(),
  districtName: z.string().nullable(),
  spoken: z.string().nullable(),
  narrative: z.string().nullable(),
  point: z.object({ latitude: z.number(), longitude: z.number(), uncertaintyMetres: z.number() }).nullable(),
  openedAt: z.number(),
  openedBy: z.string(),
  calls: z.array(z.string()),
  test: z.boolean(),
  callerNumber: masked,
});
export const callbackRow = z.object({
  id: z.string(),
  number: masked,
  line: z.string(),
  openedAt: z.number(),
  waited: z.number(),
  attempts: z.number(),
  because: outcome,
  dialling: z.object({ outgoing: z.string(), desk: z.string(), answeredAt: z.number().nullable() }).nullable(),
  genuine: z.number(),
});
export const alarmRow = z.object({
  alarm: z.string(),
  subject: z.string(),
  raisedAt: z.number(),
  sentence: z.string(),
});
export const figures = z.object({
  incoming: z.number(),
  open: z.number(),
  outcomes: z.record(z.string(), z.number()),
  waiting: z.number(),
  longestWaitSince: z.number().nullable(),
  unclear: z.number(),
});

const laneLoad = z.object({ waiting: z.number(), longestSince: z.number().nullable() });
const announced = { incident: z.string(), number: z.number(), incidentTypeName: z.string() };
/** How the room orders its callers right now. */
export const room = z.object({
  /** `fail-open`: the exchange is alone; whoever called first is first. */
  order: z.enum(["triage", "first-come", "fail-open"]),
  surge: z.object({ since: z.number() }).nullable(),
  /** On shift and able to take calls; of them free. */
  operators: z.number(),
  idle: z.number(),
  /** In a surge a lane is served while more than so many are free. */
  kept: z.object({ claim: z.number(), waiting: z.number() }),
  lanes: z.object({ express: laneLoad, claim: laneLoad, waiting: laneLoad }),
  /** Why the longest waiting of the waiting lane does not ring though somebody is free. */
  heldBack: waitsFor.nullable(),
  /** Too many express callers to answer them all in time: who still can be comes first, then the newest. */
  overloaded: z.boolean(),
  /** Nearly everybody answers the question rightly: a desk rings without waiting for it. */
  answeredByAll: z.boolean(),
  /** One operator is alone: every new caller left waiting is asked. */
  asksAll: z.boolean(),
  /** The first who wait, in the order in which they would be served were everybody free. */
  line: z.array(z.string()),
  bulletin: z.object(announced).nullable(),
  /** A call an operator might listen to for a moment, and an incident that might be announced. */
  worthGlance: z.string().nullable(),
  worthBulletin: z.object({ ...announced, calls: z.number() }).nullable(),
  callsLast10Minutes: z.number(),
  /** Median of the same hour in the last four weeks; null: not known yet. */
  usualPer10Minutes: z.number().nullable(),
});

const rows = <T extends z.ZodType>(row: T) => z.record(z.string(), row);
const changes = <T extends z.ZodType>(row: T) => z.record(z.string(), row.nullable()).optional();

export const board = z.object({
  type: z.literal("board"),
  seq: z.number(),
  at: z.number(),
  calls: rows(callRow),
  desks: rows(deskRow),
  incidents: rows(incidentRow),
  dispatches: rows(dispatchRow),
  callbacks: rows(callbackRow),
  alarms: rows(alarmRow),
  figures,
  room,
});
export const patch = z.object({
  type: z.literal("patch"),
  seq: z.number(),
  /** The seq this patch builds on, when the sender says so: a screen standing earlier asks for the board again. */
  after: z.number().optional(),
  at: z.number(),
  calls: changes(callRow),
  desks: changes(deskRow),
  incidents: changes(incidentRow),
  dispatches: changes(dispatchRow),
  callbacks: changes(callbackRow),
  alarms: changes(alarmRow),
  figures: figures.optional(),
  room: room.optional(),
});
/** Every 5 s, so that a screen can show the age of what it knows and the centre's clock. */
export const pulse = z.object({ type: z.literal("pulse"), at: z.number() });
/** The session ended (signed out elsewhere, expired): the screen returns to sign-in. */
export const signedOut = z.object({ type: z.literal("signed-out") });
export const liveMessage = z.discriminatedUnion("type", [board, patch, pulse, signedOut]);

export type CallRow = z.infer<typeof callRow>;
export type PartyRow = z.infer<typeof partyRow>;
export type DeskRow = z.infer<typeof deskRow>;
export type DispatchRow = z.infer<typeof dispatchRow>;
export type IncidentRow = z.infer<typeof incidentRow>;
export type CallbackRow = z.infer<typeof callbackRow>;
export type AlarmRow = z.infer<typeof alarmRow>;
export type PlaceRow = z.infer<typeof placeRow>;
export type Room = z.infer<typeof room>;
export type Figures = z.infer<typeof figures>;
export type Board = z.infer<typeof board>;
export type Patch = z.infer<typeof patch>;
export type LiveMessage = z.infer<typeof liveMessage>;
