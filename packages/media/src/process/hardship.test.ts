import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { level } from "../instrument/goertzel.ts";
import { readWavNotes } from "../instrument/notes-reader.ts";
import { testOptions } from "../instrument/plane-fixture.ts";
import { RtpPeer } from "../instrument/rtp-peer.ts";
import { until } from "../instrument/until.ts";
import { openMediaPlane, type RunningMediaPlane } from "../open.ts";
import type { MediaEvent, RecordingKept } from "../plane.ts";

/** Only root may mount a disk of the test's own. */
const skip = process.getuid?.() === 0 ? false : "only root may mount a disk of its own";
const all = { hears: "all", heardBy: "all" } as const;
const patient = 60_000;

async function openPlane(t: TestContext) {
  const options = testOptions();
  const plane = await openMediaPlane(options);
  t.after(() => plane.close());
  t.after(() => rmSync(options.promptFolder, { recursive: true, force: true }));
  return { plane, folder: options.promptFolder };
}

async function dial(t: TestContext, plane: RunningMediaPlane, leg: string): Promise<RtpPeer> {
  const peer = await RtpPeer.open();
  t.after(() => peer.close().catch(() => undefined));
  const opened = await plane.openTrunkLeg({ leg, offer: peer.describe(), address: "127.0.0.1", allowedSources: [] });
  assert.ok(opened.ok);
  peer.connect(opened.sdp);
  return peer;
}

const hears = (peer: RtpPeer, frequency: number): Promise<unknown> =>
  until(`${frequency} Hz`, () => level(peer.lastHeard(200), frequency) > 8000, patient);

test("a media process that stood still for two seconds goes on with the present, not with what it missed", async (t) => {
  const { plane } = await openPlane(t);
  const [ani, budi] = [await dial(t, plane, "ani"), await dial(t, plane, "budi")];
  ani.sendTone(1000);
  plane.join("call", "ani", all);
  plane.join("call", "budi", all);
  await hears(budi, 1000);

  process.kill(plane.pid!, "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  ani.sendTone(1500);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const last = budi.heard.at(-1)!.packet;
  budi.heard.length = 0;
  process.kill(plane.pid!, "SIGCONT");
  const goesOn = performance.now();
  await hears(budi, 1500);

  // 100 packets were due while it stood; were they made up for, they would come at once.
  const atOnce = budi.heard.filter(({ at }) => at - goesOn < 100).length;
  t.diagnostic(
    `${atOnce} packets in the first 100 ms; the present is heard after ${Math.round(performance.now() - goesOn)} ms`,
  );
  assert.ok(atOnce < 20, `${atOnce} packets at once`);
  const first = budi.heard[0]!.packet;
  assert.equal(first.sequence, (last.sequence + 1) & 0xffff, "nothing is lost by us");
  assert.ok((first.timestamp - last.timestamp) >>> 0 > 8000, "and the time that passed is in the timestamps");
});

test("a recording over which the media process stood still for two seconds keeps its time: one gap, and what follows in its place", async (t) => {
  const { plane, folder } = await openPlane(t);
  const ani = await dial(t, plane, "ani");
  const kept: RecordingKept[] = [];
  plane.on((event) => void (event.type === "recording-kept" && kept.push(event.recording)));
  const file = join(folder, "ani.wav");
  plane.startRecording("ani", file);
  const begun = performance.now();
  plane.play("ani", ["low"], { loop: true, play: "wait" });
  await hears(ani, 300);

  const stood = performance.now();
  process.kill(plane.pid!, "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, 2000));
  process.kill(plane.pid!, "SIGCONT");
  const wentOn = performance.now();
  ani.heard.length = 0;
  await until("sound again", () => ani.heard.length > 25, patient);
  plane.play("ani", ["high"], { loop: true, play: "after" });
  const played = performance.now();
  await until("the other prompt", () => level(ani.lastHeard(200), 1900) > 8000, patient);
  plane.closeLeg("ani");
  const lasted = performance.now() - begun;

  await until("the recording", () => kept.length > 0, patient);
  const { notes } = readWavNotes(readFileSync(file));
  // Another gap, of a tick or two, is the machine's own.
  const gaps = notes
    .map(({ at, words }) => ({ at, ms: Number(/gap of (\d+) ms/.exec(words)?.[1] ?? 0) }))
    .filter(({ ms }) => ms > 500);
  assert.equal(gaps.length, 1);
  const [gap] = gaps as [(typeof gaps)[0]];
  const after = notes.find(({ words }) => words === "plays after")!.at;
  t.diagnostic(`${kept[0]!.duration} ms of ${Math.round(lasted)}, a gap of ${gap.ms} of ${Math.round(wentOn - stood)}`);
  assert.ok(Math.abs(gap.ms - (wentOn - stood)) <= 150, `a gap of ${gap.ms} ms`);
  assert.ok(Math.abs(gap.at - (stood - begun)) <= 100, `at ${gap.at} ms`);
  assert.ok(Math.abs(after - (played - begun)) <= 100, `the note after it at ${after} of ${played - begun} ms`);
  assert.ok(Math.abs(kept[0]!.duration - lasted) <= 100, `${kept[0]!.duration} ms of ${lasted}`);
});

test("a peer whose port is closed costs the others nothing, and is heard again when it is back", async (t) => {
  const { plane } = await openPlane(t);
  const [ani, budi] = [await dial(t, plane, "ani"), await dial(t, plane, "budi")];
  const { port } = budi;
  ani.sendTone(1000);
  budi.sendTone(1300);
  plane.join("call", "ani", all);
  plane.join("call", "budi", all);
  plane.play("ani", ["low"], { loop: true, play: "wait" });
  await hears(ani, 1300);
  await budi.close();
  ani.heard.length = 0;
  await until("a second of sound for the other", () => ani.heard.length > 50, patient);
  assert.ok(level(ani.lastHeard(200), 300) > 4000);

  const back = await RtpPeer.open({ port });
  t.after(() => back.close());
  await hears(back, 1000);
});

test(
  "a disk that was full when the media process died is told to take everything when the next one finds room",
  { skip },
  async (t) => {
    const where = mkdtempSync(join(tmpdir(), "recordings-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", where]);
    t.after(() => execFileSync("umount", ["-l", where]));
    const { plane } = await openPlane(t);
    const told: string[] = [];
    plane.on(({ type }) => void (type.startsWith("disk-") && told.push(type)));
    await dial(t, plane, "ani");
    writeFileSync(join(where, "ballast"), Buffer.alloc(180 * 1024));
    plane.startRecording("ani", join(where, "ani.wav"));
    await until("the full disk", () => told.includes("disk-refuses"), patient);

    process.kill(plane.pid!, "SIGKILL");
    rmSync(join(where, "ballast"));
    await until("the end of it", () => told.at(-1) === "disk-takes", patient);
    assert.deepEqual(told, ["disk-takes", "disk-refuses", "disk-takes"]);
  },
);

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
const resident = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

test("a thousand calls, recorded and played to, leave no socket, no file, no leg and no memory behind", async (t) => {
  const { plane, folder } = await openPlane(t);
  const pid = plane.pid!;
  const peer = await RtpPeer.open();
  t.after(() => peer.close());
  const offer = peer.describe();
  let kept = 0;
  plane.on((event: MediaEvent) => (kept += event.type === "recording-kept" ? 1 : 0));
  const fiveHundred = async (from: number): Promise<void> => {
    for (let call = from; call < from + 500; call += 50) {
      const legs = Array.from({ length: 50 }, (_, at) => `call-${call + at}`);
      await Promise.all(
        legs.map(async (leg) => {
          const opened = await plane.openTrunkLeg({ leg, offer, address: "127.0.0.1", allowedSources: [] });
          assert.ok(opened.ok, "sentence" in opened ? opened.sentence : "");
          plane.startRecording(leg, join(folder, `${leg}.wav`));
          plane.play(leg, ["low"], { loop: true, play: "wait" });
          plane.join(`room-${leg}`, leg, all);
        }),
      );
      for (const leg of legs) plane.closeLeg(leg);
    }
    await until("the recordings", () => kept === from + 500, patient);
  };
  await fiveHundred(0);
  const before = { files: openFiles(pid), memory: resident(pid) };
  await fiveHundred(500);

  const { legs, rooms, recordings, freePorts } = await plane.statistics();
  assert.deepEqual({ legs, rooms, recordings, freePorts }, { legs: 0, rooms: 0, recordings: 0, freePorts: 100 });
  t.diagnostic(
    `open files ${before.files} → ${openFiles(pid)}, memory ${before.memory.toFixed(0)} → ${resident(pid).toFixed(0)} MB`,
  );
  assert.ok(openFiles(pid) <= before.files + 2);
  assert.ok(resident(pid) < before.memory + 25);
});

test("with every port taken a leg is refused with a sentence, and the next one finds the port that was given back", async (t) => {
  const options = testOptions();
  const { first } = options.rtpPorts;
  const plane = await openMediaPlane({ ...options, rtpPorts: { first, last: first + 3 } });
  t.after(() => plane.close());
  await dial(t, plane, "ani");
  await dial(t, plane, "budi");
  const peer = await RtpPeer.open();
  t.after(() => peer.close());
  const citra = { leg: "citra", offer: peer.describe(), address: "127.0.0.1", allowedSources: [] };

  const refused = await plane.openTrunkLeg(citra);
  assert.ok(!refused.ok && refused.code === "no-ports" && refused.sentence.includes("SIAGA_RTP_PORTS"));
  plane.closeLeg("ani");
  assert.ok((await plane.openTrunkLeg(citra)).ok);
});
