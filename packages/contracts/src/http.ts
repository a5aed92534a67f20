/** HTTP contracts: one entry a route. Shapes only. Times are ms since the epoch unless named otherwise. */
import { z } from "zod";
import { classification, dispatchState, historyFacts, outcome, priority } from "./live.ts";
import {
  changeTriagePolicy,
  plan,
  planStarted,
  previewStarted,
  previewTriagePolicy,
  startPlan,
  triagePolicy,
  triagePreview,
} from "./planning.ts";

const id = z.string().min(1).max(64);
const text = (max: number) => z.string().trim().max(max);
export const role = z.enum(["call-taker", "dispatcher", "supervisor", "agency", "admin"]);
export type Role = z.infer<typeof role>;
export const language = z.enum(["id", "en"]);

/** Every refusal: a code for machines, a sentence for the person saying what to do. */
export const refusal = z.object({ code: z.string(), sentence: z.string() });

export const signIn = z.object({ username: text(64).min(1), password: z.string().min(1).max(200) });
export const me = z.object({
  operator: id,
  name: z.string(),
  role,
  agency: z.string().nullable(),
  language,
  desk: z.string().nullable(),
  deskName: z.string().nullable(),
  mayTakeCalls: z.boolean(),
  mayUnmask: z.boolean(),
});
export const claimDesk = z.object({ desk: id.optional() });
/** A STUN or TURN server as a browser takes it (RTCIceServer). */
const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof iceServer>;
/** `token` goes to the exchange; `ports` are where the exchange listens for desks (plain and TLS). */
export const deskClaim = z.object({
  desk: id,
  deskName: z.string(),
  token: z.string(),
  ports: z.object({ http: z.number(), https: z.number().nullable() }),
  /** For desks behind another network; good for as long as the token. */
  iceServers: z.array(iceServer),
});
export const pause = z.object({ reason: text(80).min(1) });

/** Whom to bring into a call: somebody of the directory, a colleague's desk, or a number as dialled. */
export const addParty = z.object({
  /** Drawn by the console (UUID), so that a key pressed twice dials once. */
  party: z.uuid(),
  to: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("agency"), agency: id }),
    z.object({ kind: z.literal("desk"), desk: id }),
    z.object({ kind: z.literal("number"), number: text(32).min(2) }),
  ]),
  how: z.enum(["consult", "three-way", "blind"]),
});
export const classify = z.object({ classification });
export const place = z.object({
  area: z.string().max(20).nullable(),
  spoken: text(500).nullable(),
  point: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      uncertaintyMetres: z.number().min(0).max(100_000),
    })
    .nullable(),
});
export const reportIncident = z.object({
  /** Drawn by the console (UUID), so that a retried save opens one incident only. */
  incident: z.uuid(),
  call: id.nullable(),
  incidentType: id,
  priority,
  place,
  narrative: text(4000).nullable(),
  agencies: z.array(id).max(20).default([]),
});
export const amendIncident = z.object({
  incidentType: id.optional(),
  priority: priority.optional(),
  place: place.optional(),
  narrative: text(4000).optional(),
});
export const noteIncident = z.object({ text: text(2000).min(1) });
export const closeIncident = z.object({
  disposition: z.enum(["handled", "nothing-found", "cancelled", "handed-over"]),
});
export const endGlance = z.object({ found: z.enum(["emergency", "nuisance", "unsure"]) });
export const linkCall = z.object({ call: id });
export const sendToAgencies = z.object({ agencies: z.array(id).min(1).max(20) });
export const declineDispatch = z.object({ reason: text(500).min(1) });
export const closeCallback = z.object({ reason: z.enum(["reached", "not-needed", "unreachable"]) });
export const testNumber = z.object({ number: text(32).min(2) });

/** One line of an incident's timeline: words are the screen's; `type` is the event's. */
export const timelineEntry = z.object({
  at: z.number(),
  type: z.string(),
  by: z.string().nullable(),
  agency: z.string().nullable(),
  text: z.string().nullable(),
  call: z.string().nullable(),
});
export const incidentDetail = z.object({ timeline: z.array(timelineEntry) });

export const callSummary = z.object({
  id,
  line: z.string(),
  lineName: z.string(),
  number: z.string().nullable(),
  arrivedAt: z.number(),
  answeredAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  outcome: outcome.nullable(),
  classification: classification.nullable(),
  desk: z.string().nullable(),
  operatorName: z.string().nullable(),
  test: z.boolean(),
  recording: z.object({ sha256: z.string(), seconds: z.number() }).nullable(),
  history: historyFacts.nullable(),
});
export const callList = z.object({ calls: z.array(callSummary) });
/** How well one call is or was heard: scores from 1 to 4.4 (null: not measured), loss in percent, jitter in ms. */
export const lineCall = z.object({
  id,
  lineName: z.string(),
  trunk: z.string(),
  arrivedAt: z.number(),
  desk: z.string().nullable(),
  mosIn: z.number().nullable(),
  mosOut: z.number().nullable(),
  lossIn: z.number(),
  lossOut: z.number().nullable(),
  jitterIn: z.number(),
});
export type LineCall = z.infer<typeof lineCall>;
export const lineList = z.object({ living: z.array(lineCall), worst: z.array(lineCall) });
export type LineList = z.infer<typeof lineList>;
export const unmasked = z.object({ number: z.string().nullable() });

export const area = z.object({
  code: z.string(),
  name: z.string(),
  district: z.string(),
  postcode: z.string(),
  latitude: z.number(),
  longitude: z.number(),
});
export const incidentType = z.object({
  id,
  name: z.string(),
  nameEn: z.string(),
  priority,
  agencies: z.array(z.string()),
  words: z.array(z.string()),
  questions: z.array(z.string()),
});
export const agency = z.object({
  id,
  name: z.string(),
  shortName: z.string(),
  kind: z.enum(["opd", "vertical"]),
  phone: z.string().nullable(),
});
/** All that changes rarely: fetched once a shift. */
export const reference = z.object({
  city: z.object({ name: z.string(), code: z.string().nullable(), demo: z.boolean() }),
  /** Where the console is served over TLS: an insecure page has no microphone and links there. */
  httpsPort: z.number().optional(),
  areas: z.array(area),
  incidentTypes: z.array(incidentType),
  agencies: z.array(agency),
  lines: z.array(z.object({ line: z.string(), name: z.string(), test: z.boolean(), recorded: z.boolean() })),
  desks: z.array(z.object({ desk: id, name: z.string() })),
});

export const ledger = z.object({ incoming: z.number(), outcomes: z.record(z.string(), z.number()), open: z.number() });
export const health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  startedAt: z.number(),
  epoch: z.number(),
  seq: z.number(),
  clockOffsetMs: z.number().describe("database clock minus centre clock"),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).describe("where the data lies"),
  /** Every file system in use, with the room below which it raises the alarm. */
  disks: z.array(
    z.object({
      disk: z.enum(["data", "record", "backup"]),
      freeBytes: z.number(),
      totalBytes: z.number(),
      leastBytes: z.number(),
    }),
  ),
  backup: z.object({
    state: z.enum(["off", "ok", "late", "failed"]),
    lastGoodAt: z.number().nullable(),
    sentence: z.string().nullable().describe("why the last one failed and what to do"),
    findings: z.number().describe("recordings that were missing or changed when they were copied"),
  }),
  record: z.enum(["database", "journal"]),
  exchange: z.object({
    link: z.enum(["up", "down"]),
    trunks: z.array(
      z.object({
        trunk: z.string(),
        state: z.enum(["up", "down", "unknown"]),
        registration: z
          .object({
            state: z.enum(["registering", "registered", "refused", "unreachable"]),
            code: z.number().nullable(),
          })
          .nullable()
          .describe("null where we do not register"),
        channels: z.object({ used: z.number(), free: z.number().describe("calls that could still come in") }),
      }),
    ),
    calls: z.number(),
    desks: z.array(z.string()),
    media: z.enum(["up", "restarting", "unknown"]),
    failOpen: z.boolean(),
    held: z
      .object({
        legs: z.number(),
        rooms: z.number(),
        recordings: z.number(),
        freePorts: z.number(),
        transactions: z.number(),
        dialogs: z.number(),
        timers: z.number(),
      })
      .nullable(),
  }),
});
export { dispatchState };

export type Me = z.infer<typeof me>;
export type DeskClaim = z.infer<typeof deskClaim>;
export type Reference = z.infer<typeof reference>;
export type AddParty = z.infer<typeof addParty>;
export type ReportIncident = z.infer<typeof reportIncident>;
export type CallSummary = z.infer<typeof callSummary>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type Health = z.infer<typeof health>;
export type Refusal = z.infer<typeof refusal>;

/** method, path, who may, what goes in and comes out; the centre serves exactly these, OpenAPI 3.1 is generated from them. */
export const routes = {
  signIn: { method: "POST", url: "/api/session", body: signIn, response: me },
  whoAmI: { method: "GET", url: "/api/session", response: me },
  signOut: { method: "DELETE", url: "/api/session" },
  claimDesk: { method: "POST", url: "/api/desk", body: claimDesk, response: deskClaim },
  leaveDesk: { method: "DELETE", url: "/api/desk" },
  ready: { method: "POST", url: "/api/desk/ready" },
  pause: { method: "POST", url: "/api/desk/pause", body: pause },
  finishWrapUp: { method: "POST", url: "/api/desk/wrap-up/finish" },
  answerCall: { method: "POST", url: "/api/calls/:call/answer" },
  declineCall: { method: "POST", url: "/api/calls/:call/decline" },
  holdCall: { method: "POST", url: "/api/calls/:call/hold" },
  resumeCall: { method: "POST", url: "/api/calls/:call/resume" },
  releaseCall: { method: "POST", url: "/api/calls/:call/release" },
  parkCall: { method: "POST", url: "/api/calls/:call/park" },
  glance: { method: "POST", url: "/api/calls/:call/glance" },
  endGlance: { method: "POST", url: "/api/calls/:call/glance/end", body: endGlance },
  addParty: { method: "POST", url: "/api/calls/:call/parties", body: addParty },
  leaveCall: { method: "POST", url: "/api/calls/:call/leave" },
  confer: { method: "POST", url: "/api/calls/:call/confer" },
  returnToCall: { method: "POST", url: "/api/calls/:call/return" },
  dropParty: { method: "POST", url: "/api/parties/:party/drop" },
  holdParty: { method: "POST", url: "/api/parties/:party/hold" },
  resumeParty: { method: "POST", url: "/api/parties/:party/resume" },
  classifyCall: { method: "POST", url: "/api/calls/:call/classification", body: classify },
  undoClassification: { method: "DELETE", url: "/api/calls/:call/classification" },
  listLines: { method: "GET", url: "/api/lines", response: lineList },
  listCalls: { method: "GET", url: "/api/calls", response: callList },
  unmaskCall: { method: "POST", url: "/api/calls/:call/unmask", response: unmasked },
  recording: { method: "GET", url: "/api/calls/:call/recording" },
  reportIncident: { method: "POST", url: "/api/incidents", body: reportIncident },
  incidentDetail: { method: "GET", url: "/api/incidents/:incident", response: incidentDetail },
  amendIncident: { method: "PATCH", url: "/api/incidents/:incident", body: amendIncident },
  noteIncident: { method: "POST", url: "/api/incidents/:incident/notes", body: noteIncident },
  linkCall: { method: "POST", url: "/api/incidents/:incident/calls", body: linkCall },
  closeIncident: { method: "POST", url: "/api/incidents/:incident/close", body: closeIncident },
  openBulletin: { method: "POST", url: "/api/incidents/:incident/bulletin" },
  closeBulletin: { method: "DELETE", url: "/api/incidents/:incident/bulletin" },
  sendToAgencies: { method: "POST", url: "/api/incidents/:incident/dispatches", body: sendToAgencies },
  acknowledge: { method: "POST", url: "/api/dispatches/:dispatch/acknowledge" },
  decline: { method: "POST", url: "/api/dispatches/:dispatch/decline", body: declineDispatch },
  enRoute: { method: "POST", url: "/api/dispatches/:dispatch/en-route" },
  onScene: { method: "POST", url: "/api/dispatches/:dispatch/on-scene" },
  clear: { method: "POST", url: "/api/dispatches/:dispatch/clear" },
  dialCallback: { method: "POST", url: "/api/callbacks/:call/dial" },
  closeCallback: { method: "POST", url: "/api/callbacks/:call/close", body: closeCallback },
  hangUpCallback: { method: "POST", url: "/api/callbacks/:call/hang-up" },
  readTriagePolicy: { method: "GET", url: "/api/policy/triage", response: triagePolicy },
  previewTriagePolicy: {
    method: "POST",
    url: "/api/policy/triage/preview",
    body: previewTriagePolicy,
    response: previewStarted,
    status: 202,
  },
  triagePreview: { method: "GET", url: "/api/policy/previews/:id", response: triagePreview },
  changeTriagePolicy: {
    method: "PUT",
    url: "/api/policy/triage",
    body: changeTriagePolicy,
    response: triagePolicy,
  },
  startPlan: { method: "POST", url: "/api/planner", body: startPlan, response: planStarted, status: 202 },
  plan: { method: "GET", url: "/api/planner/:id", response: plan },
  reference: { method: "GET", url: "/api/reference", response: reference },
  ledger: { method: "GET", url: "/api/ledger", response: ledger },
  health: { method: "GET", url: "/api/health", response: health },
  listTestNumbers: {
    method: "GET",
    url: "/api/test-numbers",
    response: z.object({ numbers: z.array(z.object({ id: z.string(), masked: z.string() })) }),
  },
  addTestNumber: { method: "POST", url: "/api/test-numbers", body: testNumber },
  removeTestNumber: { method: "DELETE", url: "/api/test-numbers/:id" },
} as const;
export type RouteName = keyof typeof routes;
