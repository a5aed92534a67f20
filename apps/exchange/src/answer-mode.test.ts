import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { level } from "@siaga/media/instrument";
import { openTalkingHouse } from "./testing/talking-house.ts";
import { tonePrompts } from "./testing/tone-prompts.ts";
import { until } from "./testing/until.ts";

/** A caller on a trunk that is answered so; every prompt is a tone. */
async function call(t: TestContext, answer: "on-operator" | "at-once") {
  const { house, dial } = await openTalkingHouse(t, { trunk: { answer }, promptFolder: tonePrompts(t, 440) });
  const { call: dialled, sound, events } = await dial("a");
  return { house, dialled, events, sound };
}

test("where the carrier bills from the answer, a caller hears the prompt before any 200, and 200 is an operator's", async (t) => {
  const { house, dialled, events, sound } = await call(t, "on-operator");
  const desk = await house.desk("meja-1");
  await until("the prompt is heard at 440 Hz", () => level(sound.lastHeard(500), 440) > 4_000);
  assert.ok(events.includes("progress") && !events.includes("answered"), events.join());

  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "sari", desk: "meja-1", role: "call-taker" });
  desk.says({ type: "ready" });
  const ring = await until("the ring", () => desk.heard.find((word) => word.type === "ring"));
  desk.says({ type: "answer-call", call: ring.card.call });
  await until("200", () => events.includes("answered"));
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
  assert.equal(house.exchange.calls(), 0);
});

test("a caller who leaves while hearing the prompt before any answer leaves nothing behind", async (t) => {
  const { house, dialled, events, sound } = await call(t, "on-operator");
  await until("the prompt is heard at 440 Hz", () => level(sound.lastHeard(500), 440) > 4_000);
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
  assert.ok(!events.includes("answered"));
  assert.equal(house.exchange.calls(), 0);
});

test("on a trunk that is answered at once, the caller gets 200 as soon as it rings", async (t) => {
  const { house, dialled, events } = await call(t, "at-once");
  await until("200", () => events.includes("answered"));
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
});
