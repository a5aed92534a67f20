import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { triageDefaults } from "@siaga/core";
import { spokenPrompts } from "@siaga/media";
import { type RtpPacket, toneBytes } from "@siaga/media/instrument";
import type { RealCaller } from "./testing/real-caller.ts";
import { openTalkingHouse, type TalkingHouse } from "./testing/talking-house.ts";
import { until } from "./testing/until.ts";

const policy = { triage: triageDefaults, recordedLines: [] };
const spoken = (name: string): Buffer => readFileSync(join(spokenPrompts("id"), `${name}.al`));

type Asked = { readonly caller: RealCaller; readonly id: string };

/** Dials with a withheld number, and is left waiting. */
async function call({ house, dial }: TalkingHouse, name: string): Promise<Asked> {
  const before = new Set(house.centre.state.calls.keys());
  const caller = await dial(name, "anonymous");
  const id = await until("the call", () => [...house.centre.state.calls.keys()].find((id) => !before.has(id)));
  return { caller, id };
}

/** 20 ms of sound as a word to look for: a prompt is passed on byte by byte. */
const framesOf = (bytes: Buffer): string[] =>
  Array.from({ length: Math.floor(bytes.length / 160) }, (_, at) =>
    bytes.subarray(at * 160, at * 160 + 160).toString("latin1"),
  );
const played = ({ payload }: RtpPacket): string => Buffer.from(payload).toString("latin1");
const questions = Array.from({ length: 10 }, (_, digit) => framesOf(spoken(`challenge-${digit}`)));

/** The digit the caller was asked for; waits until the question was heard to its end, whatever the network left out of it. */
const digitHeard = ({ caller }: Asked): Promise<string> =>
  until("a question is heard to its end", () => {
    const heard = new Set(caller.sound.heard.map(({ packet }) => played(packet)));
    const digit = questions.findIndex(
      (frames) => frames.filter((frame) => heard.has(frame)).length > 0.9 * frames.length,
    );
    return digit < 0 ? null : String(digit);
  });

const heardIn = ({ house }: TalkingHouse, call: string): number =>
  house.centre.events.filter((event) => event.type === "speech.heard" && event.call === call).length;
const responseOf = ({ house }: TalkingHouse, call: string) =>
  house.centre.events.flatMap((event) =>
    event.type === "challenge.answered" && event.call === call ? [event.response] : [],
  );
const lapse = ({ house }: TalkingHouse, call: string): void =>
  house.centre.accept({ type: "challenge.lapsed", call, attempt: 0 });

test("a caller who is left waiting hears a question, and the digit pressed tells whether it was heard", async (t) => {
  const room = await openTalkingHouse(t, { policy });
  const right = await call(room, "right");
  await right.caller.sound.press(await digitHeard(right));
  await until("a strong answer", () => responseOf(room, right.id).length === 1);
  assert.deepEqual(responseOf(room, right.id), ["strong"]);

  const wrong = await call(room, "wrong");
  await wrong.caller.sound.press((await digitHeard(wrong)) === "0" ? "1" : "0");
  await until("somebody is there", () => heardIn(room, wrong.id) === 1);
  lapse(room, wrong.id);
  assert.deepEqual(responseOf(room, wrong.id), ["weak"]);
  assert.ok([right, wrong].every(({ caller }) => !caller.events.includes("bye")));
});

test("whoever speaks after the question is somebody; silence and tones are not, and nobody's call ends", async (t) => {
  const room = await openTalkingHouse(t, { policy });
  const speaks = await call(room, "speaks");
  const [silent, tone, ringing] = [await call(room, "silent"), await call(room, "tone"), await call(room, "ringing")];
  const quiet = Buffer.alloc(8_000, 0xd5);
  const rings = Buffer.concat([toneBytes(425, 1_000), quiet]);
  void silent.caller.sound.sendBytes(quiet);
  tone.caller.sound.sendTone(1_000);
  void ringing.caller.sound.sendBytes(Buffer.concat(Array.from({ length: 10 }, () => rings)));
  const others = [silent, tone, ringing];
  await Promise.all([speaks, ...others].map(digitHeard));
  const began = speaks.caller.sound.heard.length;
  void speaks.caller.sound.sendBytes(Buffer.concat([quiet, spoken("recorded-notice")]));
  await until("a voice is told", () => heardIn(room, speaks.id) === 1);
  await until("all have been listened to", () => speaks.caller.sound.heard.length > began + 175);

  for (const { id } of [speaks, ...others]) lapse(room, id);
  assert.deepEqual([heardIn(room, speaks.id), ...responseOf(room, speaks.id)], [1, "weak"]);
  for (const { id } of others) assert.deepEqual([heardIn(room, id), ...responseOf(room, id)], [0, "none"]);
  assert.ok([speaks, ...others].every(({ caller }) => !caller.events.includes("bye")));
  assert.equal(room.house.exchange.calls(), 4);
});

test("a word said while the question is said again is an answer, and nobody's call ends", async (t) => {
  const room = await openTalkingHouse(t, { policy });
  const [answers, silent] = [await call(room, "answers"), await call(room, "silent")];
  const quiet = Buffer.alloc(8_000, 0xd5);
  const asked = [answers, silent];
  for (const { caller } of asked) void caller.sound.sendBytes(quiet);
  await Promise.all(asked.map(digitHeard));
  const paused = answers.caller.sound.heard.length;
  await until("the pause is over", () => answers.caller.sound.heard.length > paused + 70);
  for (const { id } of asked) {
    lapse(room, id);
    room.house.centre.accept({ type: "challenge.due", call: id, attempt: 1 });
  }
  const again = answers.caller.sound.heard.length;
  await until("it is being said again", () => answers.caller.sound.heard.length > again + 15);
  assert.deepEqual([heardIn(room, answers.id), heardIn(room, silent.id)], [0, 0]);

  void answers.caller.sound.sendBytes(spoken("welcome-wait").subarray(800, 5_600));
  await until("a voice is told", () => heardIn(room, answers.id) === 1);
  await until("all have been listened to", () => answers.caller.sound.heard.length > again + 150);
  for (const { id } of asked) room.house.centre.accept({ type: "challenge.lapsed", call: id, attempt: 1 });
  assert.deepEqual(responseOf(room, answers.id), ["none", "weak"]);
  assert.deepEqual(responseOf(room, silent.id), ["none", "none"]);
  assert.ok(asked.every(({ caller }) => !caller.events.includes("bye")));
});
