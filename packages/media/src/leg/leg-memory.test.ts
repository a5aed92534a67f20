import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { VoiceActivity } from "../audio/activity.ts";
import { frameSamples } from "../audio/g711.ts";
import { PromptEcho } from "../audio/prompt-echo.ts";
import { ownMemory, type SoundMemory } from "../audio/sound-memory.ts";
import { caller, openPlane, testOptions } from "../instrument/plane-fixture.ts";
import { until } from "../instrument/until.ts";
import { Playout } from "../rtp/playout.ts";
import { spokenPrompts } from "../spoken-prompts.ts";
import { LegMemories, type LegMemory } from "./leg-memory.ts";

const spoken = (name: string): Uint8Array => readFileSync(join(spokenPrompts("id"), `${name}.al`));
const kinds = ["bytes", "shorts", "counts", "floats", "doubles"] as const;
const blockOf = (memory: LegMemory): ArrayBufferLike => memory.bytes(1).buffer;

test("a leg's memory is handed on without a trace of the caller before", () => {
  const memories = new LegMemories();
  const former = memories.take();
  const block = blockOf(former);
  for (let round = 0; round < 500; round += 1) for (const kind of kinds) former[kind](7).fill(-7);
  memories.give(former);

  const next = memories.take();

  assert.equal(blockOf(next), block);
  assert.ok(new Uint8Array(block).every((byte) => byte === 0));
});

test("no two legs that stand have the same memory, and no two parts of a leg the same place", () => {
  const memories = new LegMemories();
  const [ani, budi] = [memories.take(), memories.take()];
  assert.notEqual(blockOf(ani), blockOf(budi));
  const parts = Array.from({ length: 2000 }, (_, number) => ani[kinds[number % 5]!](1 + (number % 9)));
  for (const [number, part] of parts.entries()) part.fill(number % 100);
  for (const [number, part] of parts.entries()) assert.ok(part.every((value) => value === number % 100));
});

/** A caller who speaks with gaps while they are asked: what is heard of them, and what is made of it. */
function listened(memory: SoundMemory): unknown[] {
  const [activity, playout, echo] = [new VoiceActivity(memory), new Playout("PCMA", memory), new PromptEcho(memory)];
  const [voice, question] = [spoken("recorded-notice"), spoken("challenge-7")];
  const results: unknown[] = [];
  for (let at = 0; at + frameSamples <= voice.length; at += frameSamples) {
    const [sequence, now] = [at / frameSamples, at / 8];
    const payload = voice.subarray(at, at + frameSamples);
    const packet = { payloadType: 8, marker: false, sequence, timestamp: at, ssrc: 1, payload };
    if (sequence % 40 < 36) playout.lay(packet, "PCMA", now);
    const frame = playout.take(now);
    echo.send(question.subarray(at % 9600, (at % 9600) + frameSamples));
    const withheld = echo.withholds(frame, now);
    activity.hear(frame?.bytes ?? null, "PCMA", withheld);
    results.push([frame === null ? null : [...frame.bytes], withheld, activity.score, activity.speaking]);
  }
  return results;
}

test("a leg on memory that was another's hears what it would on new memory, all of it in one piece", () => {
  const memories = new LegMemories();
  const former = memories.take();
  for (const kind of kinds) for (let round = 0; round < 100; round += 1) former[kind](40).fill(1000);
  memories.give(former);
  const next = memories.take();

  assert.deepEqual(listened(next), listened(ownMemory));

  assert.equal(blockOf(next), blockOf(next), "there is still room");
});

test("whoever is called after another hears and is heard as nobody but themselves", async (t) => {
  const { plane } = openPlane(testOptions());
  t.after(() => plane.close());
  const [listener, former] = await Promise.all([caller(plane, "listener"), caller(plane, "former")]);
  t.after(() => Promise.all([listener, former].map((peer) => peer.close())));
  for (const leg of ["listener", "former"]) plane.join("room", leg, { hears: "all", heardBy: "all" });
  former.sendTone(700);
  const loud = (): boolean =>
    listener.heard.slice(-1).some(({ packet }) => packet.payload.some((byte) => byte !== 0xd5));
  await until("the first caller is heard", loud);
  plane.closeLeg("former");

  const next = await caller(plane, "next");
  t.after(() => next.close());
  plane.join("room", "next", { hears: "all", heardBy: "all" });
  const from = listener.heard.length;
  await until("the next one stands in the room", () => listener.heard.length > from + 25 && next.heard.length > 25);

  for (const { packet } of [...listener.heard.slice(from), ...next.heard])
    assert.ok(packet.payload.every((byte) => byte === 0xd5));
});
