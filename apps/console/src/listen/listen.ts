import { type BodyOf, callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";

/** Listens to a waiting caller: they go on hearing what they heard, and keep their place. */
export async function listenTo(call: string): Promise<void> {
  const called = await callRoute("glance", { params: { call } });
  if (!called.ok) say(called.refusal.sentence);
}

/** ms an operator who wanted a caller from listening waits for it to ring here. */
const wantedFor = 5_000;
let wanted: { readonly call: string; readonly at: number } | null = null;

/** Says what was heard. `answer`: the caller goes express, and when it rings here it is answered at once. */
export async function reportHeard(call: string, heard: BodyOf<"endGlance">["found"] | "answer"): Promise<void> {
  if (heard === "answer") wanted = { call, at: Date.now() };
  const found = heard === "answer" ? "emergency" : heard;
  const called = await callRoute("endGlance", { params: { call }, body: { found } });
  if (!called.ok) say(called.refusal.sentence);
}

/** True once, when this call rings here because the operator asked for it while listening. */
export function wantedFromListening(call: string): boolean {
  const asked = wanted !== null && wanted.call === call && Date.now() - wanted.at <= wantedFor;
  if (asked) wanted = null;
  return asked;
}
