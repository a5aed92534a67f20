import type { FromDesk } from "@siaga/contracts/desk-link";
import { callRoute } from "../api/call-route.ts";
import { tellExchange } from "./softphone.ts";

type Command = Extract<FromDesk, { call: string }>;
const overHttp = {
  "answer-call": "answerCall",
  decline: "declineCall",
  hold: "holdCall",
  resume: "resumeCall",
  "hang-up": "releaseCall",
  "leave-call": "leaveCall",
  confer: "confer",
} as const satisfies Record<Command["type"], string>;

/** Data channel, else WebSocket, else HTTP: whichever stands. Null means done; else a sentence for the operator. */
export async function command(message: Command): Promise<string | null> {
  if (tellExchange(message) !== null) return null;
  const called = await callRoute(overHttp[message.type], { params: { call: message.call } });
  return called.ok ? null : called.refusal.sentence;
}
