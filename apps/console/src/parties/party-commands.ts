import type { AddParty } from "@siaga/contracts/http";
import type { FromDesk } from "@siaga/contracts/desk-link";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { command } from "../softphone/desk-commands.ts";
import { tellExchange } from "../softphone/softphone.ts";

/** Calls somebody beside the call. The id is drawn here: a key pressed twice dials once. */
export async function callParty(call: string, to: AddParty["to"], how: AddParty["how"]): Promise<void> {
  const called = await callRoute("addParty", { params: { call }, body: { party: crypto.randomUUID(), to, how } });
  if (!called.ok) say(called.refusal.sentence);
}

/** The operator leaves the others together. */
export const leaveCall = (call: string): Promise<void> => command({ type: "leave-call", call }).then(say);

/** All hear one another. */
export const confer = (call: string): Promise<void> => command({ type: "confer", call }).then(say);

/** Lets one party go; the exchange hears it also when the centre does not. */
export async function dropParty(party: string): Promise<void> {
  const word: FromDesk = { type: "drop-party", party };
  if (tellExchange(word) !== null) return;
  const called = await callRoute("dropParty", { params: { party } });
  if (!called.ok) say(called.refusal.sentence);
}

/** Takes part again in a call that was left to others. */
export async function returnToCall(call: string): Promise<void> {
  const called = await callRoute("returnToCall", { params: { call } });
  if (!called.ok) say(called.refusal.sentence);
}

let last: string | null = null;

/** Called last in this window: first in the list next time. */
export const calledLast = (): string | null => last;
export function rememberCalled(key: string): void {
  last = key;
}
