import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { level } from "../instrument/goertzel.ts";
import { readWavNotes } from "../instrument/notes-reader.ts";
import { testOptions } from "../instrument/plane-fixture.ts";
import { RtpPeer } from "../instrument/rtp-peer.ts";
import { until } from "../instrument/until.ts";
import { readWav } from "../instrument/wav-reader.ts";
import { openMediaPlane, type RunningMediaPlane } from "../open.ts";
import type { MediaEvent, RecordingKept } from "../plane.ts";
import { salvageRecordings } from "../recording/salvage.ts";

async function callInto(plane: RunningMediaPlane, leg = "ani"): Promise<RtpPeer> {
  const peer = await RtpPeer.open();
  const opened = await plane.openTrunkLeg({ leg, offer: peer.describe(), address: "127.0.0.1", allowedSources: [] });
  assert.ok(opened.ok);
  peer.connect(opened.sdp);
  return peer;
}

/** Kills the media process as it is now. */
const kill = (plane: RunningMediaPlane): true => process.kill(plane.pid!, "SIGKILL");

/** Ssrc of the last packet heard. */
const stream = (peer: RtpPeer): number | undefined => peer.heard.at(-1)?.packet.ssrc;

const restarts = (events: readonly MediaEvent[]): Extract<MediaEvent, { type: "restarted" }>[] =>
  events.filter((event) => event.type === "restarted");

async function planeWithEvents(t: TestContext) {
  const options = testOptions();
  const plane = await openMediaPlane(options);
  t.after(() => plane.close());
  const events: MediaEvent[] = [];
  plane.on((event) => events.push(event));
  const caller = async (leg: string): Promise<RtpPeer> => {
    const peer = await callInto(plane, leg);
    t.after(() => peer.close());
    return peer;
  };
  const folder = options.promptFolder;
  return { plane, events, caller, folder, file: join(folder, "ani.wav") };
}

const all = { hears: "all", heardBy: "all" } as const;
const patient = 30_000;
const silence = new Int16Array(160);

test("when the media process is killed, twice, callers go on hearing one another and their prompts on the same ports", async (t) => {
  const { plane, events, caller } = await planeWithEvents(t);
  const [ani, budi, waiting] = [await caller("ani"), await caller("budi"), await caller("waiting")];
  ani.sendTone(1000);
  budi.sendTone(1300);
  plane.join("call", "ani", all);
  plane.join("call", "budi", all);
  plane.play("waiting", ["low"], { loop: true, play: "wait" });
  const everyoneHears = async (): Promise<void> => {
    await until("ani hears budi", () => level(ani.lastHeard(200), 1300) > 8000, patient);
    await until("budi hears ani", () => level(budi.lastHeard(200), 1000) > 8000, patient);
    await until("the prompt", () => level(waiting.lastHeard(200), 300) > 8000, patient);
  };
  await everyoneHears();

  for (const death of [1, 2]) {
    const before = [ani, budi, waiting].map(stream);
    kill(plane);
    await until("the new process", () => restarts(events).length === death, patient);
    for (const peer of [ani, budi, waiting]) peer.heard.length = 0;
    await everyoneHears();

    assert.ok([ani, budi, waiting].every((peer, at) => stream(peer) !== before[at]));
    const { gap, resumed, lost } = restarts(events)[death - 1]!;
    assert.deepEqual([resumed, lost], [["ani", "budi", "waiting"], []]);
    t.diagnostic(`death ${death}: legs stood again after ${gap} ms`);
  }
  plane.mute("budi", true);
  plane.stopPlaying("waiting");
  kill(plane);
  await until("the third process", () => restarts(events).length === 3, patient);
  for (const peer of [ani, waiting]) peer.heard.length = 0;
  await until("sound", () => ani.heard.length > 20 && waiting.heard.length > 20, patient);
  assert.ok(level(ani.lastHeard(200), 1300) < 200, "mute outlives the process");
  assert.ok(level(waiting.lastHeard(200), 300) < 200, "a prompt that was stopped is not played again");
});

test("a call being answered while the media process dies is answered by the next one, and what is told meanwhile is kept", async (t) => {
  const { plane, events } = await planeWithEvents(t);
  const peer = await RtpPeer.open();
  t.after(() => peer.close());

  kill(plane);
  const opened = await plane.openTrunkLeg({
    leg: "ani",
    offer: peer.describe(),
    address: "127.0.0.1",
    allowedSources: [],
  });
  assert.ok(opened.ok);
  peer.connect(opened.sdp);
  await until("the new process", () => restarts(events).length === 1, patient);
  kill(plane);
  await until("media-down", () => events.filter(({ type }) => type === "died").length === 2, patient);
  plane.play("ani", ["high"], { loop: true, play: "wait" });

  await until("the prompt", () => level(peer.lastHeard(200), 1900) > 8000, patient);
});

test("a recording goes on in the next process: one file, in time, the gap silent", async (t) => {
  const { plane, events, caller, file } = await planeWithEvents(t);
  const ani = await caller("ani");
  plane.startRecording("ani", file);
  const begun = performance.now();
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  const size = (): number => (existsSync(`${file}.partial`) ? readFileSync(`${file}.partial`).length : 0);
  await until("a second of recording", () => size() > 16_000, patient);

  kill(plane);
  await until("the new process", () => restarts(events).length === 1, patient);
  plane.stopPlaying("ani");
  plane.play("ani", ["high"], { loop: true, play: "hold" });
  ani.heard.length = 0;
  await until(
    "half a second of the other prompt",
    () => level(ani.heard.length < 25 ? silence : ani.lastHeard(400), 1900) > 8000,
    patient,
  );
  plane.closeLeg("ani");
  const lasted = performance.now() - begun;
  const kept = await until("the recording", () => events.find((event) => event.type === "recording-kept"), patient);

  const bytes = readFileSync(file);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), kept.recording.sha256);
  const heard = readWav(bytes).channels[1]!;
  assert.ok(level(heard.subarray(1600, 3200), 300) > 8000, "what was heard before the death");
  assert.ok(level(heard.subarray(-1600), 1900) > 8000, "and what was heard after it");
  assert.ok(Math.abs(kept.recording.duration - lasted) < 1500, `${kept.recording.duration} ms of ${lasted}`);
  const notes = readWavNotes(bytes).notes.map(({ words }) => words.replace(/\d+ ms/, "… ms"));
  assert.deepEqual(notes, [
    "plays hold",
    "the media process died",
    "gap of … ms: nothing was recorded",
    "plays hold",
    "hold stopped",
    "plays hold",
    "hold stopped",
  ]);
});

test("a recording whose process is gone for good is made whole, up to the last second before the kill", async (t) => {
  const options = testOptions();
  const plane = await openMediaPlane(options);
  const ani = await callInto(plane);
  t.after(() => ani.close());
  const file = join(options.promptFolder, "ani.wav");
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  const partial = `${file}.partial`;
  await until("a second", () => existsSync(partial) && readFileSync(partial).length > 16_000, patient);
  ani.heard.length = 0;
  await until("three more seconds", () => ani.heard.length > 150, patient);
  const heard = ani.heard.length * 20 + 1000;
  const closed = plane.close();
  kill(plane);
  await closed;

  const { kept, failed } = await salvageRecordings(options.promptFolder);
  assert.deepEqual(failed, []);
  assert.deepEqual(
    kept.map((recording) => recording.file),
    [file],
  );
  const sound = readWav(readFileSync(file));
  const [, right] = sound.channels as [Int16Array, Int16Array];
  assert.ok(level(right.subarray(1600, 3200), 300) > 8000 && level(right.subarray(-1600), 300) > 8000);
  t.diagnostic(`heard for ${heard} ms before the kill, of which ${kept[0]!.duration} ms are on the disk`);
  assert.ok(kept[0]!.duration > heard - 1000);
  assert.match(readWavNotes(readFileSync(file)).notes.at(-1)!.words, /died/);
});

/** An exchange with one recorded call, in a process of its own: it says its media process's id and the leg's SDP. */
const exchange = `import { openMediaPlane } from ${JSON.stringify(join(import.meta.dirname, "../open.ts"))};
  const { options, offer, file } = JSON.parse(process.env["CALL"]);
  const plane = await openMediaPlane(options);
  const { sdp } = await plane.openTrunkLeg({ leg: "ani", offer, address: "127.0.0.1", allowedSources: [] });
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  console.log(JSON.stringify({ pid: plane.pid, sdp }));`;

/** No process, or one that only waits for its parent to look. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}

for (const packets of [10, 110])
  test(`an exchange that is killed after ${packets * 20} ms of a call finds its recording at its next start, all of it`, async (t) => {
    const options = testOptions();
    const ani = await RtpPeer.open();
    t.after(() => ani.close());
    const file = join(options.promptFolder, "ani.wav");
    const killed = spawn(process.execPath, ["--input-type=module-typescript", "-e", exchange], {
      env: { ...process.env, CALL: JSON.stringify({ options, offer: ani.describe(), file }) },
      stdio: ["ignore", "pipe", "ignore"],
    });
    t.after(() => killed.kill("SIGKILL"));
    const [said] = (await once(killed.stdout, "data")) as [Buffer];
    const { pid } = JSON.parse(said.toString()) as { readonly pid: number };
    await until("sound", () => ani.heard.length > packets, patient);

    killed.kill("SIGKILL");
    await until("the end of its media process", () => isGone(pid), patient);

    assert.deepEqual(
      [existsSync(file), existsSync(`${file}.partial`)],
      [false, true],
      "nobody was told that it is kept",
    );
    const { kept, failed } = await salvageRecordings(options.promptFolder);
    assert.deepEqual([kept.map((recording) => recording.file), failed], [[file], []]);
    const heard = ani.heard.length * 20;
    t.diagnostic(`${heard} ms were heard, ${kept[0]!.duration} ms are on the disk`);
    assert.ok(kept[0]!.duration >= heard);
    const [, right] = readWav(readFileSync(file)).channels as [Int16Array, Int16Array];
    assert.ok(level(right.subarray(-1600), 300) > 8000);
  });

test("callers who hang up just before the media process dies, or while it is away, have recordings that are kept and told", async (t) => {
  const { plane, events, caller, folder } = await planeWithEvents(t);
  const fileOf = (leg: string): string => join(folder, `${leg}.wav`);
  const begun = performance.now();
  for (const leg of ["ani", "budi"]) {
    await caller(leg);
    plane.startRecording(leg, fileOf(leg));
    plane.play(leg, ["low"], { loop: true, play: "hold" });
    await until("sound on the disk", () => existsSync(`${fileOf(leg)}.partial`), patient);
  }

  plane.closeLeg("budi");
  kill(plane);
  await until("its death", () => events.some(({ type }) => type === "died"), patient);
  plane.closeLeg("ani");
  const lasted = performance.now() - begun;
  const kept = (): RecordingKept[] =>
    events.flatMap((event) => (event.type === "recording-kept" ? [event.recording] : []));
  await until("both recordings", () => kept().length >= 2, patient);

  assert.deepEqual(restarts(events)[0]!.resumed, []);
  assert.deepEqual(
    kept()
      .map(({ leg, file }) => [leg, file])
      .toSorted(),
    [
      ["ani", fileOf("ani")],
      ["budi", fileOf("budi")],
    ],
  );
  for (const { file, sha256, leg, duration } of kept()) {
    const bytes = readFileSync(file);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256);
    assert.equal(existsSync(`${file}.partial`) || existsSync(`${file}.notes`), false);
    assert.ok(level(readWav(bytes).channels[1]!.subarray(1600, 3200), 300) > 8000, leg);
    assert.ok(duration > 400 && duration < lasted + 100, `${leg}: ${duration} ms of ${lasted}`);
  }
});

test("a leg whose port was taken while the media process was away is lost, and its recording is kept up to there", async (t) => {
  const { plane, events, folder } = await planeWithEvents(t);
  const ani = await RtpPeer.open();
  const thief = createSocket("udp4");
  t.after(() => Promise.all([ani.close(), new Promise<void>((resolve) => thief.close(() => resolve()))]));
  const offer = { leg: "ani", offer: ani.describe(), address: "127.0.0.1", allowedSources: [] };
  const opened = await plane.openTrunkLeg(offer);
  assert.ok(opened.ok);
  const file = join(folder, "ani.wav");
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  await until("sound on the disk", () => existsSync(`${file}.partial`), patient);

  plane.on(({ type }) => void (type === "died" && thief.bind(Number(/^m=audio (\d+)/m.exec(opened.sdp)?.[1]))));
  kill(plane);
  await until("the recording", () => events.some((event) => event.type === "recording-kept"), patient);
  assert.deepEqual(restarts(events)[0]!.lost, ["ani"]);
  assert.ok(level(readWav(readFileSync(file)).channels[1]!.subarray(1600, 3200), 300) > 8000);
});

test("closing the plane keeps the recordings that are running", async () => {
  const options = testOptions();
  const plane = await openMediaPlane(options);
  const ani = await callInto(plane);
  const file = join(options.promptFolder, "ani.wav");
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  await until("sound", () => ani.heard.length > 5);

  await plane.close();
  await ani.close();

  assert.ok(readWav(readFileSync(file)).channels[0]!.length > 160);
});

test("unusable options are refused with a sentence", async () => {
  await assert.rejects(openMediaPlane({ ...testOptions(), promptFolder: "/nowhere/at/all" }), /nowhere/);
});
