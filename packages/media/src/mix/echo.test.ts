import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { caller, openPlane, testOptions } from "../instrument/plane-fixture.ts";
import { until } from "../instrument/until.ts";
import { spokenPrompts } from "../spoken-prompts.ts";

const question = "challenge-7";
const spoken = (name: string): Uint8Array => readFileSync(join(spokenPrompts("id"), `${name}.al`));

test("a telephone that sends our question back says nothing, and whoever speaks after it is heard", async (t) => {
  const options = { ...testOptions(), promptFolder: spokenPrompts("id") };
  const { plane, events } = openPlane(options);
  t.after(() => plane.close());
  const legs = ["near", "far", "loud", "speaks"];
  const peers = await Promise.all(legs.map((leg) => caller(plane, leg)));
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [near, far, loud, speaks] = peers;
  near!.sendEcho(20, 60);
  // With what the jitter buffer may add on a busy machine this is all of the time that is waited out.
  far!.sendEcho(20, 260);
  loud!.sendEcho(6, 200);
  speaks!.sendEcho(20, 200);
  for (const leg of legs) plane.play(leg, [question], { loop: false, play: question });
  const ended = (leg: string): boolean => events.some((event) => event.type === "prompt-ended" && event.leg === leg);
  await until("the question is over", () => legs.every(ended));
  const began = speaks!.heard.length;
  await until("what comes back of it is over", () => speaks!.heard.length > began + 35);

  void speaks!.sendBytes(spoken("recorded-notice"));
  await until("a voice", () => events.some((event) => event.type === "speech"));
  await until("all have been listened to", () => speaks!.heard.length > began + 150);

  const heard = events.flatMap((event) => (event.type === "speech" && event.speaking ? [event.leg] : []));
  assert.deepEqual(heard, ["speaks"]);
});

test("a word said while the question sounds again is heard over its echo", async (t) => {
  const options = { ...testOptions(), promptFolder: spokenPrompts("id") };
  const { plane, events } = openPlane(options);
  t.after(() => plane.close());
  const legs = ["answers", "echoes"];
  const peers = await Promise.all(legs.map((leg) => caller(plane, leg)));
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [say] = peers.map((peer) => peer.sendEcho(20, 120));
  const ends = (leg: string): number =>
    events.filter((event) => event.type === "prompt-ended" && event.leg === leg).length;
  for (const leg of legs) plane.play(leg, [question], { loop: false, play: question });
  await until("the question is over", () => legs.every((leg) => ends(leg) === 1));
  let began = peers[0]!.heard.length;
  await until("its pause is over", () => peers[0]!.heard.length > began + 75);
  for (const leg of legs) plane.play(leg, [question], { loop: false, play: question });
  began = peers[0]!.heard.length;
  await until("it is being said again", () => peers[0]!.heard.length > began + 15);
  assert.ok(!events.some((event) => event.type === "speech"));

  say!(spoken("welcome-wait").subarray(800, 5_600));
  await until("a voice", () => events.some((event) => event.type === "speech"));
  await until("the question is over again", () => legs.every((leg) => ends(leg) === 2));
  const heard = events.flatMap((event) => (event.type === "speech" && event.speaking ? [event.leg] : []));
  assert.deepEqual(heard, ["answers"]);
});

test("a caller who speaks all the time is heard while a prompt sounds, though nothing was known of their line", async (t) => {
  const options = { ...testOptions(), promptFolder: spokenPrompts("id") };
  const { plane, events } = openPlane(options);
  t.after(() => plane.close());
  const ani = await caller(plane, "ani");
  t.after(() => ani.close());
  void ani.sendBytes(Buffer.concat([spoken("recorded-notice"), spoken("recorded-notice"), spoken("welcome-wait")]));
  plane.play("ani", ["still-waiting"], { loop: true, play: "still-waiting" });
  await until("a second of the prompt", () => ani.heard.length > 50);
  assert.ok(!events.some((event) => event.type === "speech"));

  await until("a voice", () => events.some((event) => event.type === "speech" && event.speaking), 15_000);
});
