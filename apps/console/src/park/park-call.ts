import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";

/** The caller waits again and hears the waiting prompt; nothing ends. This desk is free for the next. */
export async function parkCall(call: string): Promise<void> {
  const called = await callRoute("parkCall", { params: { call } });
  if (!called.ok) say(called.refusal.sentence);
}
