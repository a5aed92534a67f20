import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InboundCall, SipEdge } from "@siaga/sip";
import { z } from "zod";
import { openVoice } from "./voice.ts";

/** How the demo city's agencies answer: all of them, but one that is busy and one that lets it ring. */
const phones = z.strictObject({
  voice: z.string(),
  text: z.string(),
  ringsMs: z.number(),
  staysMs: z.number(),
  busy: z.array(z.string()),
  unanswered: z.array(z.string()),
});
export type Phones = z.infer<typeof phones>;

const folder = join(import.meta.dirname, "..");

export const readPhones = (): Phones => phones.parse(JSON.parse(readFileSync(join(folder, "phones.json"), "utf8")));

/** Whoever is dialled rings, and most answer and speak: a new user can try a transfer at once. */
export function answerPhones(edge: SipEdge, address: string, phones: Phones): void {
  const speech = readFileSync(join(folder, "audio", "ruang-jaga.al"));
  edge.onCall((call) => void answer(call, address, phones, speech));
}

async function answer(call: InboundCall, address: string, phones: Phones, speech: Buffer): Promise<void> {
  if (phones.busy.includes(call.dialled)) return call.congest(486, 1);
  const timers = new Set<NodeJS.Timeout>();
  const voice = await openVoice(address, speech, randomInt(2 ** 32 - 1));
  const end = (): void => {
    for (const timer of timers) clearTimeout(timer);
    voice.close();
  };
  call.on((event) => {
    if (event.type === "reoffer") event.respond(voice.offer);
    else if (event.type !== "silent") end();
  });
  call.ring();
  if (phones.unanswered.includes(call.dialled)) return;
  const pickUp = async (): Promise<void> => {
    const outcome = call.answer(voice.offer);
    if (call.offer !== null) voice.sendTo(call.offer);
    const ack = await outcome;
    if (ack.kind === "acknowledged" && ack.sdp !== null) voice.sendTo(ack.sdp);
  };
  timers.add(setTimeout(() => void pickUp(), phones.ringsMs));
  timers.add(setTimeout(() => void call.hangUp().then(end), phones.ringsMs + phones.staysMs));
}
