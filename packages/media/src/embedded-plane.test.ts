import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { level } from "./instrument/goertzel.ts";
import { caller, openPlane, testOptions } from "./instrument/plane-fixture.ts";
import { RtpPeer } from "./instrument/rtp-peer.ts";
import { until } from "./instrument/until.ts";
import { readWavNotes } from "./instrument/notes-reader.ts";
import { readWav } from "./instrument/wav-reader.ts";
import type { MediaEvent, MediaOptions } from "./plane.ts";
import { spokenPrompts } from "./spoken-prompts.ts";

const all = { hears: "all", heardBy: "all" } as const;
const withPairs = (pairs: number): MediaOptions => {
  const options = testOptions();
  const { first } = options.rtpPorts;
  return { ...options, rtpPorts: { first, last: first + 2 * pairs - 1 } };
};
const heardOf = (peer: RtpPeer, frequency: number): number => level(peer.lastHeard(200), frequency);
const found = <T extends MediaEvent["type"]>(
  events: readonly MediaEvent[],
  type: T,
): Extract<MediaEvent, { type: T }> | undefined =>
  events.find((event): event is Extract<MediaEvent, { type: T }> => event.type === type);

test("two callers in a room hear one another, and not themselves", async (t) => {
  const { plane } = openPlane(testOptions());
  t.after(() => plane.close());
  const ani = await caller(plane, "ani");
  const budi = await caller(plane, "budi", { codec: "PCMU" });
  t.after(() => Promise.all([ani.close(), budi.close()]));
  ani.sendTone(700);
  budi.sendTone(1100);

  plane.join("room", "ani", all);
  plane.join("room", "budi", all);

  await until("both hear the other", () => heardOf(ani, 1100) > 8000 && heardOf(budi, 700) > 8000);
  assert.ok(heardOf(ani, 700) < 300);
  assert.ok(heardOf(budi, 1100) < 300);
  assert.ok(ani.heard.every(({ packet }) => packet.payloadType === 8));
  assert.ok(budi.heard.every(({ packet }) => packet.payloadType === 0));
  assert.equal(new Set(ani.heard.map(({ packet }) => packet.ssrc)).size, 1);
});

test("a supervisor who listens is heard by nobody, and one who whispers by the operator alone", async (t) => {
  const { plane } = openPlane(testOptions());
  t.after(() => plane.close());
  const peers = await Promise.all(["caller", "operator", "supervisor"].map((leg) => caller(plane, leg)));
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [citizen, operator, supervisor] = peers as [RtpPeer, RtpPeer, RtpPeer];
  citizen.sendTone(500);
  operator.sendTone(900);
  supervisor.sendTone(1300);

  plane.join("room", "caller", all);
  plane.join("room", "operator", all);
  plane.join("room", "supervisor", { hears: "all", heardBy: [] });
  await until("the supervisor hears both", () => heardOf(supervisor, 500) > 8000 && heardOf(supervisor, 900) > 8000);
  assert.ok(heardOf(citizen, 1300) < 300);
  assert.ok(heardOf(operator, 1300) < 300);

  plane.join("room", "supervisor", { hears: "all", heardBy: ["operator"] });
  await until("the operator hears the whisper", () => heardOf(operator, 1300) > 8000 && heardOf(operator, 500) > 8000);
  assert.ok(heardOf(citizen, 1300) < 300);

  plane.mute("operator", true);
  await until("a muted operator is not heard", () => heardOf(citizen, 900) < 300);
});

test("prompts are played one after another, mixed with the room, and their end is told", async (t) => {
  const { plane, events } = openPlane(testOptions());
  t.after(() => plane.close());
  const peers = await Promise.all([caller(plane, "ani"), caller(plane, "budi")]);
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [ani, budi] = peers as [RtpPeer, RtpPeer];
  budi.sendTone(1100);
  plane.join("room", "ani", all);
  plane.join("room", "budi", all);
  await until("ani hears budi", () => heardOf(ani, 1100) > 8000);

  plane.play("ani", ["low", "high"], { loop: false, play: "notice" });

  await until("the first prompt and budi", () => heardOf(ani, 300) > 8000 && heardOf(ani, 1100) > 8000);
  await until("the second prompt and budi", () => heardOf(ani, 1900) > 8000 && heardOf(ani, 1100) > 8000);
  await until("the end", () => found(events, "prompt-ended"));
  assert.deepEqual(found(events, "prompt-ended"), {
    type: "prompt-ended",
    leg: "ani",
    play: "notice",
    completed: true,
  });
  assert.ok(heardOf(budi, 300) < 300);

  plane.play("ani", ["low"], { loop: true, play: "hold" });
  await until("the loop goes on", () => ani.heard.length > 100 && heardOf(ani, 300) > 8000);
  plane.play("ani", ["high"], { loop: false, play: "next" });
  const stopped = events.find((event) => event.type === "prompt-ended" && event.play === "hold");
  assert.deepEqual(stopped, { type: "prompt-ended", leg: "ani", play: "hold", completed: false });
});

test("a recording holds the caller left and what the caller hears right, prompts too, and its hash is the file's", async (t) => {
  const options = testOptions();
  const { plane, events } = openPlane(options);
  t.after(() => plane.close());
  const peers = await Promise.all([caller(plane, "ani"), caller(plane, "budi", { codec: "PCMU" })]);
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [ani, budi] = peers as [RtpPeer, RtpPeer];
  const file = join(options.promptFolder, "calls", "ani.wav");
  ani.sendTone(700);
  budi.sendTone(1100);
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: false, play: "notice" });
  await until("the prompt", () => found(events, "prompt-ended"));
  plane.join("room", "ani", all);
  plane.join("room", "budi", all);
  await until("ani hears budi", () => heardOf(ani, 1100) > 8000);
  assert.equal((await plane.statistics()).recordings, 1);

  plane.closeLeg("ani");

  const { recording } = await until("the recording", () => found(events, "recording-kept"));
  const bytes = readFileSync(file);
  assert.equal(recording.sha256, createHash("sha256").update(bytes).digest("hex"));
  assert.equal(recording.bytes, bytes.length);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { channels, rate } = readWav(bytes);
  const [left, right] = channels as [Int16Array, Int16Array];
  assert.equal(rate, 8000);
  assert.equal(recording.duration, left.length / 8);
  assert.ok(level(left.subarray(-1600), 700) > 8000 && level(left.subarray(-1600), 1100) < 300);
  assert.ok(level(right.subarray(-1600), 1100) > 8000 && level(right.subarray(-1600), 700) < 300);
  assert.ok(level(right.subarray(320, 1920), 300) > 6000, "the notice stands in the record");
});

test("keys pressed are told once each, on the payload type the caller offered", async (t) => {
  const { plane, events } = openPlane(testOptions());
  t.after(() => plane.close());
  const ani = await caller(plane, "ani", { eventType: 96 });
  t.after(() => ani.close());

  await ani.press("5");
  await ani.press("1");

  await until("two digits", () => events.length >= 2);
  assert.deepEqual(events, [
    { type: "digit", leg: "ani", digit: "5", duration: 100 },
    { type: "digit", leg: "ani", digit: "1", duration: 100 },
  ]);
});

test("a voice is told, a tone is not one, and sound that stays away is told and ends nothing", async (t) => {
  const { plane, events } = openPlane(testOptions());
  t.after(() => plane.close());
  const ani = await caller(plane, "ani");
  t.after(() => ani.close());
  plane.join("room", "ani", all);
  ani.sendTone(500);
  await until("a second of tone", async () => (await plane.statistics()).perLeg["ani"]!.received > 75);
  assert.equal(found(events, "speech"), undefined);
  void ani.sendBytes(readFileSync(join(spokenPrompts("id"), "recorded-notice.al")));
  await until("speech", () => events.some((event) => event.type === "speech" && event.speaking));

  ani.hush();
  await until("missing", () => found(events, "rtp-missing"));
  await until("silence", () => events.some((event) => event.type === "speech" && !event.speaking));
  assert.equal((await plane.statistics()).legs, 1);
  assert.ok(performance.now() - ani.heard.at(-1)!.at < 500, "the caller is still sent sound");

  ani.sendTone(500);
  await until("returned", () => found(events, "rtp-returned"));
});

test("on hold the caller is heard no more and is not missed, and comes back with sendrecv", async (t) => {
  const { plane, events } = openPlane(testOptions());
  t.after(() => plane.close());
  const ani = await caller(plane, "ani");
  t.after(() => ani.close());
  plane.join("room", "ani", all);
  await until("ani is sent sound", () => ani.heard.length > 10);

  const held = await plane.reoffer("ani", ani.describe("inactive", 2));
  assert.ok(held.ok && held.sdp.includes("a=inactive"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = ani.heard.length;
  await new Promise((resolve) => setTimeout(resolve, 3300));
  assert.equal(ani.heard.length, before);
  assert.equal(found(events, "rtp-missing"), undefined);

  const back = await plane.reoffer("ani", ani.describe("sendrecv", 3));
  assert.ok(back.ok && back.sdp.includes("a=sendrecv"));
  await until("sound again", () => ani.heard.length > before + 10);
});

test("an offer of ours is answered by the callee and carries sound both ways", async (t) => {
  const { plane } = openPlane(testOptions());
  t.after(() => plane.close());
  const callee = await RtpPeer.open({ codec: "PCMU" });
  t.after(() => callee.close());
  const offered = await plane.openTrunkLeg({ leg: "out", offer: null, address: "127.0.0.1", allowedSources: [] });
  assert.ok(offered.ok);
  callee.connect(offered.sdp);

  assert.deepEqual(await plane.acceptAnswer("out", callee.describe()), { ok: true });

  plane.play("out", ["low"], { loop: true, play: "ring" });
  await until("the callee hears", () => heardOf(callee, 300) > 8000);
});

test("ports are handed round, and a full range is said to be full", async (t) => {
  const { plane } = openPlane(withPairs(2));
  t.after(() => plane.close());
  const open = (leg: string): ReturnType<typeof plane.openTrunkLeg> =>
    plane.openTrunkLeg({ leg, offer: null, address: "127.0.0.1", allowedSources: [] });

  assert.ok((await open("a")).ok && (await open("b")).ok);
  const third = await open("c");
  assert.equal(third.ok === false && third.code, "no-ports");
  plane.closeLeg("a");
  assert.ok((await open("c")).ok);
  assert.equal((await plane.statistics()).freePorts, 0);
});

test("a recording says when the caller was answered, held, taken back and passed on, and all of it is heard there", async (t) => {
  const options = testOptions();
  const { plane, events } = openPlane(options);
  t.after(() => plane.close());
  const peers = await Promise.all([caller(plane, "ani"), caller(plane, "budi"), caller(plane, "citra")]);
  t.after(() => Promise.all(peers.map((peer) => peer.close())));
  const [ani, budi, citra] = peers as [RtpPeer, RtpPeer, RtpPeer];
  budi.sendTone(1100);
  citra.sendTone(1500);
  const file = join(options.promptFolder, "ani.wav");
  plane.startRecording("ani", file);
  plane.join("call", "ani", all);
  plane.join("call", "budi", all);
  await until("ani hears budi", () => heardOf(ani, 1100) > 8000);
  plane.part("budi");
  plane.play("ani", ["low"], { loop: true, play: "on-hold" });
  await until("ani hears the prompt", () => heardOf(ani, 300) > 8000);
  plane.stopPlaying("ani");
  plane.join("call", "budi", all);
  await until("ani hears budi again", () => heardOf(ani, 1100) > 8000);
  plane.part("budi");
  plane.join("call", "citra", all);
  await until("ani hears citra", () => heardOf(ani, 1500) > 8000);
  plane.closeLeg("ani");
  await until("the recording", () => found(events, "recording-kept"));

  const bytes = readFileSync(file);
  const { notes } = readWavNotes(bytes);
  assert.deepEqual(
    notes.map(({ words }) => words),
    ["hears budi", "hears nobody", "plays on-hold", "on-hold stopped", "hears budi", "hears nobody", "hears citra"],
  );
  const heard = readWav(bytes).channels[1]!;
  const after = (note: number, frequency: number): number => {
    const from = (notes[note]!.at + 60) * 8;
    return level(heard.subarray(from, from + 800), frequency);
  };
  assert.ok(after(0, 1100) > 5000 && after(2, 300) > 5000 && after(4, 1100) > 5000 && after(6, 1500) > 5000);
  assert.ok(after(2, 1100) < 200 && after(6, 1100) < 200);
});

test("a leg closed while it is being opened never stands, and its port is free again", async (t) => {
  const { plane } = openPlane(testOptions());
  t.after(() => plane.close());
  const opening = plane.openTrunkLeg({ leg: "hasty", offer: null, address: "127.0.0.1", allowedSources: [] });

  plane.closeLeg("hasty");

  const refused = await opening;
  assert.equal(refused.ok === false && refused.code, "no-such-leg");
  const { legs, freePorts } = await plane.statistics();
  assert.deepEqual([legs, freePorts], [0, 100]);
});

test("a caller who falls silent and a caller on another's port are told apart by the stream", async (t) => {
  const { plane } = openPlane(withPairs(1));
  t.after(() => plane.close());
  const first = await caller(plane, "first");
  t.after(() => first.close());
  first.sendTone(700);
  plane.join("room", "first", all);
  await until("the first is heard", async () => (await plane.statistics()).perLeg["first"]!.received > 5);

  plane.closeLeg("first");
  const second = await RtpPeer.open();
  t.after(() => second.close());
  const opened = await plane.openTrunkLeg({
    leg: "second",
    offer: second.describe(),
    address: "127.0.0.1",
    allowedSources: ["127.0.0.1"],
  });
  assert.ok(opened.ok);
  second.connect(opened.sdp);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal((await plane.statistics()).perLeg["second"]!.received, 0);
  second.sendTone(900);
  await until("the second is heard", async () => (await plane.statistics()).perLeg["second"]!.received > 5);
});
