import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { triageDefaults } from "@siaga/core";
import { level, type RtpPeer } from "@siaga/media/instrument";
import type { RealCaller } from "./testing/real-caller.ts";
import { openTalkingHouse, type TalkingHouse, type TalkingHouseOptions } from "./testing/talking-house.ts";
import { tonePrompts } from "./testing/tone-prompts.ts";
import { until } from "./testing/until.ts";

const [callerTone, deskTone, promptTone, otherTone] = [500, 900, 1_300, 700];
const hears = (sound: RtpPeer, frequency: number): boolean => level(sound.lastHeard(300), frequency) > 2_000;
const isDeafTo = (sound: RtpPeer, frequency: number): boolean => level(sound.lastHeard(300), frequency) < 200;

type Dialled = RealCaller & { readonly id: string };

async function dialIn({ house, dial }: TalkingHouse, name: string, frequency: number): Promise<Dialled> {
  const before = new Set(house.centre.state.calls.keys());
  const caller = await dial(name, "anonymous");
  caller.sound.sendTone(frequency);
  const id = await until("the call", () => [...house.centre.state.calls.keys()].find((call) => !before.has(call)));
  return { ...caller, id };
}

/** In a surge one desk talks, the other is kept free, and a withheld caller waits: the free desk listens to them. */
async function listen(t: TestContext, options: TalkingHouseOptions = {}) {
  const surge = { ...triageDefaults.surge, busyAbove: -1 };
  const triage = { ...triageDefaults, surge, glance: { limit: 60_000, again: 0 } };
  const promptFolder = tonePrompts(t, promptTone);
  const room = await openTalkingHouse(t, { policy: { triage, answerLimit: 600_000 }, promptFolder, ...options });
  const { centre } = room.house;
  const busy = await room.sitDown("meja-1");
  const desk = await room.sitDown("meja-2");
  const [spoken, free] = [room.desks.at("meja-1"), room.desks.at("meja-2")];
  const talking = await dialIn(room, "talking", otherTone);
  await until("a desk rings", () => busy.heard.some(({ type }) => type === "ring"));
  busy.says({ type: "answer-call", call: talking.id });
  await until("a desk talks", () => centre.state.desks.get("meja-1")?.state === "on-call");

  const caller = await dialIn(room, "waiting", callerTone);
  await until("the caller hears the prompt", () => hears(caller.sound, promptTone));
  assert.equal(centre.state.calls.get(caller.id)?.place?.challenge.kind, "asked");
  for (const telephone of [spoken, free]) telephone.sendTone(deskTone);
  assert.ok(isDeafTo(free, callerTone));
  centre.accept({ type: "glance.requested", call: caller.id, desk: "meja-2" });
  await until("the desk hears the caller", () => hears(free, callerTone));
  return { ...room, centre, caller, talking, desk, busy, free, spoken };
}

/** Half a second of sound passes. */
async function moment(sound: RtpPeer): Promise<void> {
  const from = sound.heard.length;
  await until("half a second", () => sound.heard.length > from + 25);
}

test("a desk that listens hears the waiting caller, who hears the prompt and nothing of the desk, and is recorded", async (t) => {
  const { caller, talking, centre, free, house } = await listen(t);
  await moment(caller.sound);
  assert.ok(hears(caller.sound, promptTone), "what the caller hears goes on");
  assert.ok(isDeafTo(caller.sound, deskTone));
  assert.ok(isDeafTo(free, promptTone), "the desk hears the caller, not the prompt");
  assert.ok(hears(talking.sound, deskTone) && isDeafTo(talking.sound, callerTone));

  centre.accept({ type: "glance.ended", call: caller.id, desk: "meja-2", found: "unsure" });
  await until("the desk hears nobody", () => isDeafTo(free, callerTone));
  assert.ok(hears(caller.sound, promptTone));
  assert.equal(house.exchange.calls(), 2);
  await caller.call.cancelOrHangUp();
  await until("the recording", () => centre.events.some(({ type }) => type === "recording.kept"));
});

test("a desk that listened and then answers has the caller both ways", async (t) => {
  const { caller, centre, desk, free } = await listen(t);
  centre.accept({ type: "challenge.lapsed", call: caller.id, attempt: 0 });
  centre.accept({ type: "glance.ended", call: caller.id, desk: "meja-2", found: "emergency" });
  const ring = await until("the ring", () => desk.heard.find((word) => word.type === "ring"));
  assert.equal(ring.card.call, caller.id);
  await until("the desk hears nobody", () => isDeafTo(free, callerTone));
  desk.says({ type: "answer-call", call: caller.id });
  await until("both ways", () => hears(caller.sound, deskTone) && hears(free, callerTone));
});

test("a call that rings where somebody listens ends the listening at once", async (t) => {
  const room = await listen(t);
  const { caller, centre, desk, free } = room;
  const other = await dialIn(room, "other", 1_700);
  const challenge = await until("the question", () => centre.state.calls.get(other.id)?.place?.challenge);
  await until("200", () => other.events.includes("answered"));
  await other.sound.press(challenge.kind === "asked" ? challenge.digit : "");
  await until("the ring", () => desk.heard.some((word) => word.type === "ring" && word.card.call === other.id));
  await until("the desk hears nobody", () => isDeafTo(free, callerTone));
  assert.ok(hears(caller.sound, promptTone));
  desk.says({ type: "answer-call", call: other.id });
  await until("both ways", () => hears(other.sound, deskTone) && hears(free, 1_700));
  assert.ok(isDeafTo(free, callerTone) && isDeafTo(caller.sound, deskTone));
});

test("whoever listens is not heard by a caller whom another desk answers meanwhile", async (t) => {
  const { caller, talking, centre, busy, free, spoken } = await listen(t);
  busy.says({ type: "hang-up", call: talking.id });
  await until("BYE", () => talking.events.includes("bye"));
  spoken.sendTone(1_700);
  centre.ask({ type: "call.join", call: caller.id, desk: "meja-1" });
  await until("both ways", () => hears(caller.sound, 1_700) && hears(spoken, callerTone));
  await moment(caller.sound);
  assert.ok(isDeafTo(caller.sound, deskTone));
  assert.ok(isDeafTo(spoken, deskTone) && isDeafTo(free, 1_700), "whoever listens hears the caller alone");
  centre.ask({ type: "call.overhear-end", call: caller.id, desk: "meja-2" });
  await until("the desk hears nobody", () => isDeafTo(free, callerTone));
  assert.ok(hears(caller.sound, 1_700) && hears(spoken, callerTone));
});

test("with the centre dead, callers who were parked, asked or listened to reach a desk, the first first", async (t) => {
  const room = await listen(t, { limits: { centreSilent: 2_000 } });
  const { caller, talking, centre, busy, desk, free, spoken, house } = room;
  centre.accept({ type: "park.requested", call: talking.id, desk: "meja-1" });
  const later = await dialIn(room, "later", 1_700);
  await until("the later caller is asked", () => centre.state.calls.get(later.id)?.place?.challenge.kind === "asked");
  centre.die();
  await until("it decides by itself", () => house.exchange.succession.leader() === "own");

  const rings = (at: typeof desk, call: string) =>
    at.heard.findLast((word) => word.type === "ring")?.card.call === call;
  await until(
    "the parked caller, who came first, rings at every desk",
    () => rings(busy, talking.id) && rings(desk, talking.id),
  );
  await until("nobody listens any more", () => isDeafTo(free, callerTone));
  busy.says({ type: "answer-call", call: talking.id });
  await until("the parked caller is spoken to", () => hears(talking.sound, deskTone) && hears(spoken, otherTone));
  await until("the one who was listened to rings next", () => rings(desk, caller.id));
  desk.says({ type: "answer-call", call: caller.id });
  await until("both ways", () => hears(caller.sound, deskTone) && hears(free, callerTone));
  busy.says({ type: "hang-up", call: talking.id });
  await until("the one who was asked rings last", () => rings(busy, later.id), 15_000);
  busy.says({ type: "answer-call", call: later.id });
  await until("both ways", () => hears(later.sound, deskTone) && hears(spoken, 1_700));
  assert.ok(!later.events.includes("bye"));
});
