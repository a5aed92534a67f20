/**
 * The desk-link: console ↔ exchange, directly. The same messages travel over the PeerConnection's data channel
 * (label `desk`) and over a small WebSocket at the exchange (`/desk?token=…`), which also carries the WebRTC offer/answer.
 * It keeps ringing and answering alive when the centre is gone. Heartbeat every 500 ms each way.
 */
import { z } from "zod";

/** Claims inside the desk token: `base64url(JSON).base64url(HMAC-SHA256)`, signed by the centre, checked by the exchange. */
export const deskClaims = z.object({
  desk: z.string().min(1).max(64),
  operator: z.string().min(1).max(64),
  role: z.enum(["call-taker", "dispatcher", "supervisor"]),
  /** Random per claim: the newest claim of a desk owns its audio. */
  claim: z.string().min(8).max(64),
  /** ms epoch; tokens last 12 h. */
  issuedAt: z.number().int(),
  expiresAt: z.number().int(),
});
export type DeskClaims = z.infer<typeof deskClaims>;

const callId = z.string().min(1).max(64);

/** What a desk may say to the exchange. */
export const fromDesk = z.discriminatedUnion("type", [
  z.object({ type: z.literal("beat"), at: z.number() }),
  /** WebSocket only: a (re)offer for the desk's one PeerConnection. */
  z.object({ type: z.literal("offer"), sdp: z.string().max(20_000) }),
  z.object({ type: z.literal("answer-call"), call: callId }),
  z.object({ type: z.literal("decline"), call: callId }),
  z.object({ type: z.literal("hold"), call: callId }),
  z.object({ type: z.literal("resume"), call: callId }),
  z.object({ type: z.literal("hang-up"), call: callId }),
  /** Leaves the others of the call together. */
  z.object({ type: z.literal("leave-call"), call: callId }),
  /** All of the call hear one another. */
  z.object({ type: z.literal("confer"), call: callId }),
  z.object({ type: z.literal("drop-party"), party: callId }),
  /** Keys for a party's own menu (RFC 4733). */
  z.object({ type: z.literal("press"), party: callId, digits: z.string().regex(/^[0-9*#]{1,16}$/) }),
  z.object({ type: z.literal("mute"), muted: z.boolean() }),
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("pause"), reason: z.string().max(80) }),
]);
export type FromDesk = z.infer<typeof fromDesk>;

const card = z.object({
  call: callId,
  line: z.string(),
  lineName: z.string(),
  arrivedAt: z.number(),
  number: z.string().nullable(),
  callsToday: z.number(),
  calls30Days: z.number(),
  classified: z.record(z.string(), z.number()),
  genuine: z.object({ count: z.number(), lastAt: z.number().nullable() }).nullable(),
  test: z.boolean(),
});

/** What the exchange says to a desk. */
export const toDesk = z.discriminatedUnion("type", [
  z.object({ type: z.literal("beat"), at: z.number() }),
  /** First message on either path: where this desk stands. */
  z.object({
    type: z.literal("standing"),
    ringing: z.array(card),
    talking: card.nullable(),
    held: z.boolean(),
    /** While the caller waits the desk speaks with others: its microphone stays open. */
    others: z.boolean().optional(),
    answeredAt: z.number().nullable(),
    /** What this desk says is not passed on: its operator muted it, perhaps in a page that is gone. */
    muted: z.boolean().optional(),
    failOpen: z.boolean(),
  }),
  z.object({ type: z.literal("answer"), sdp: z.string() }),
  z.object({ type: z.literal("ring"), card, expiresAt: z.number() }),
  z.object({ type: z.literal("stop-ringing"), call: callId }),
  z.object({ type: z.literal("joined"), call: callId, at: z.number() }),
  z.object({ type: z.literal("held"), call: callId, others: z.boolean().optional() }),
  z.object({ type: z.literal("resumed"), call: callId }),
  z.object({ type: z.literal("ended"), call: callId }),
  /** The caller has been on hold for long: ring, though the call is this desk's. */
  z.object({ type: z.literal("remind"), call: callId }),
  z.object({ type: z.literal("audio"), caller: z.enum(["heard", "missing"]), desk: z.enum(["heard", "missing"]) }),
  /** WebSocket only: the desk's PeerConnection is gone here (its media process died); offer another at once, the call goes on. */
  z.object({ type: z.literal("audio-lost") }),
  z.object({ type: z.literal("fail-open"), on: z.boolean() }),
  /** Another window claimed this desk: this one must stop its microphone and say so. */
  z.object({ type: z.literal("superseded") }),
  z.object({ type: z.literal("refused"), code: z.string(), sentence: z.string() }),
]);
export type ToDesk = z.infer<typeof toDesk>;
