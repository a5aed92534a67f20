import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { triageDefaults } from "@siaga/core";
import { spokenPrompts } from "@siaga/media";
import { level, longestTone, readWav, type RtpPeer } from "@siaga/media/instrument";
import type { DeskPeer } from "./testing/desk-peer.ts";
import type { RealCaller } from "./testing/real-caller.ts";
import { openTalkingHouse, type TalkingHouse } from "./testing/talking-house.ts";
import { until } from "./testing/until.ts";

const [callerTone, deskTone, otherTone] = [500, 900, 1_300];
const hears = (sound: RtpPeer, frequency: number): boolean => level(sound.lastHeard(300), frequency) > 2_000;
/** Quieter than any tone that is let through. */
const isDeafTo = (sound: RtpPeer, frequency: number): boolean => level(sound.lastHeard(300), frequency) < 200;

type Call = RealCaller & { readonly id: string };

async function dialIn({ house, dial }: TalkingHouse, name: string, frequency: number): Promise<Call> {
  const before = new Set(house.centre.state.calls.keys());
  const caller = await dial(name, "anonymous");
  caller.sound.sendTone(frequency);
  const id = await until("the call", () => [...house.centre.state.calls.keys()].find((call) => !before.has(call)));
  return { ...caller, id };
}

async function answer(desk: DeskPeer, { id }: Call): Promise<void> {
  const from = desk.heard.length;
  await until("the ring", () => desk.heard.some((word) => word.type === "ring" && word.card.call === id));
  desk.says({ type: "answer-call", call: id });
  await until("joined", () => desk.heard.slice(from).some((word) => word.type === "joined" && word.call === id));
}

const bothWays = (caller: Call, desk: RtpPeer, frequency: number): Promise<unknown> =>
  until("both hear one another", () => hears(caller.sound, deskTone) && hears(desk, frequency));

/** The operator ends this call, writes it up, and takes the next. */
async function goOnTo({ house }: TalkingHouse, desk: DeskPeer, ended: Call, next: Call): Promise<void> {
  desk.says({ type: "hang-up", call: ended.id });
  await until("BYE", () => ended.events.includes("bye"));
  house.centre.accept({ type: "wrap-up.finished", desk: "meja-1" });
  await answer(desk, next);
}

/** 20 ms of a prompt each, as words to look for. */
const framesOf = (name: string): Set<string> => {
  const bytes = readFileSync(join(spokenPrompts("id"), `${name}.al`));
  const frames = Array.from({ length: Math.floor(bytes.length / 160) }, (_, at) =>
    bytes.subarray(at * 160, at * 160 + 160),
  );
  return new Set(
    frames.filter((frame) => frame.some((byte) => byte !== 0xd5)).map((frame) => frame.toString("latin1")),
  );
};

/** How many packets came after `from` before the first sound of this prompt. */
const packetsBefore = (sound: RtpPeer, frames: Set<string>, from: number): number =>
  sound.heard.slice(from).findIndex(({ packet }) => frames.has(Buffer.from(packet.payload).toString("latin1")));

test("a parked caller hears so within two seconds, the desk's next caller is heard both ways, and so is the parked one afterwards", async (t) => {
  const room = await openTalkingHouse(t, { policy: { triage: triageDefaults } });
  const { centre } = room.house;
  const desk = await room.sitDown("meja-1");
  const telephone = room.desks.at("meja-1");
  telephone.sendTone(deskTone);
  const first = await dialIn(room, "first", callerTone);
  await answer(desk, first);
  await bothWays(first, telephone, callerTone);

  const second = await dialIn(room, "second", otherTone);
  const asked = await until("the question", () => centre.state.calls.get(second.id)?.place?.challenge);
  assert.equal(asked.kind, "asked");
  await second.sound.press(asked.kind === "asked" ? asked.digit : "");
  await until("a strong answer", () => centre.state.calls.get(second.id)?.place?.lane === "express");

  const from = first.sound.heard.length;
  centre.accept({ type: "park.requested", call: first.id, desk: "meja-1" });
  const parked = framesOf("parked");
  await until("the parked caller is told", () => packetsBefore(first.sound, parked, from) >= 0);
  assert.ok(packetsBefore(first.sound, parked, from) < 100, "within two seconds of sound");
  await until("the desk hears nobody", () => isDeafTo(telephone, callerTone) && isDeafTo(telephone, otherTone));
  await answer(desk, second);
  await bothWays(second, telephone, otherTone);
  await until("a second more", () => first.sound.heard.length > from + 100);
  assert.ok(isDeafTo(first.sound, deskTone) && isDeafTo(telephone, callerTone));

  await first.sound.press("4");
  await until("any key leads back", () => centre.state.calls.get(first.id)?.place?.lane === "claim");
  await goOnTo(room, desk, second, first);
  await bothWays(first, telephone, callerTone);
  assert.ok(!first.events.includes("bye"));

  await first.call.cancelOrHangUp();
  const kept = await until("the recording", () =>
    centre.events.find((event) => event.type === "recording.kept" && event.call === first.id),
  );
  const file = kept.type === "recording.kept" ? kept.file : "";
  const { channels } = readWav(readFileSync(join(room.house.configuration.dataDir, file)));
  const seconds = channels[0]!.length / 8_000;
  assert.ok(longestTone(channels[0]!, callerTone, 1_000) > seconds - 2, "the caller was recorded through all of it");
  assert.ok(longestTone(channels[1]!, deskTone, 1_000) < seconds - 2, "and what they heard");
});

test("while everybody answers the question rightly, a desk rings for a caller who is still being asked, and both hear one another", async (t) => {
  const room = await openTalkingHouse(t, { policy: { triage: triageDefaults } });
  const { centre } = room.house;
  const challengeOf = (call: Call) => centre.state.calls.get(call.id)?.place?.challenge;
  const desk = await room.sitDown("meja-1");
  const telephone = room.desks.at("meja-1");
  telephone.sendTone(deskTone);
  const first = await dialIn(room, "first", callerTone);
  await answer(desk, first);
  for (let n = 0; n <= triageDefaults.answeredByAll!.least; n += 1) {
    const attacker = await dialIn(room, `attacker-${n}`, otherTone);
    const asked = await until("the question", () => challengeOf(attacker));
    await attacker.sound.press(asked.kind === "asked" ? asked.digit : "");
    await until("a right answer", () => challengeOf(attacker)?.kind === "answered");
    await attacker.call.cancelOrHangUp();
  }

  const real = await dialIn(room, "real", otherTone);
  await until("the question is put all the same", () => challengeOf(real)?.kind === "asked");
  assert.equal(centre.state.calls.get(real.id)?.place?.lane, "express");
  await goOnTo(room, desk, first, real);
  await bothWays(real, telephone, otherTone);
  assert.ok(!real.events.includes("bye"));
});

test("one operator alone: a new caller who presses the digit is answered before the silent one who called earlier; both are heard both ways", async (t) => {
  const triage = { ...triageDefaults, risk: { ...triageDefaults.risk, anonymous: 0, anonymousPerRate: 0 } };
  const room = await openTalkingHouse(t, { policy: { triage } });
  const { centre } = room.house;
  const placeOf = (call: Call) => centre.state.calls.get(call.id)?.place;
  const desk = await room.sitDown("meja-1");
  const telephone = room.desks.at("meja-1");
  telephone.sendTone(deskTone);
  const first = await dialIn(room, "first", otherTone);
  await answer(desk, first);

  const silent = await dialIn(room, "silent", callerTone);
  await until("nothing speaks against them, and they are asked", () => placeOf(silent)?.challenge.kind === "asked");
  const presses = await dialIn(room, "presses", otherTone);
  const asked = await until("the question", () => placeOf(presses)?.challenge);
  await presses.sound.press(asked.kind === "asked" ? asked.digit : "");
  await until("a right answer", () => (placeOf(presses)?.risk ?? 0) < 0);
  assert.deepEqual([placeOf(silent)?.lane, placeOf(presses)?.lane], ["express", "express"]);

  await goOnTo(room, desk, first, presses);
  await bothWays(presses, telephone, otherTone);
  await goOnTo(room, desk, presses, silent);
  await bothWays(silent, telephone, callerTone);
  assert.ok(!silent.events.includes("bye"));
});
