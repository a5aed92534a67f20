import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { level } from "../instrument/goertzel.ts";
import { testOptions } from "../instrument/plane-fixture.ts";
import { RtpPeer } from "../instrument/rtp-peer.ts";
import { until } from "../instrument/until.ts";
import { readWav } from "../instrument/wav-reader.ts";
import { openMediaPlane } from "../open.ts";
import type { MediaEvent } from "../plane.ts";
import { salvageRecordings } from "../recording/salvage.ts";

async function callInto(plane: Awaited<ReturnType<typeof openMediaPlane>>): Promise<RtpPeer> {
  const peer = await RtpPeer.open();
  const opened = await plane.openTrunkLeg({
    leg: "ani",
    offer: peer.describe(),
    address: "127.0.0.1",
    allowedSources: [],
  });
  assert.ok(opened.ok);
  peer.connect(opened.sdp);
  return peer;
}

test("a media process that is killed is started anew, says so, and loses no recording", async (t) => {
  const options = testOptions();
  const plane = await openMediaPlane(options);
  t.after(() => plane.close());
  const events: MediaEvent[] = [];
  plane.on((event) => events.push(event));
  const ani = await callInto(plane);
  t.after(() => ani.close());
  const file = join(options.promptFolder, "ani.wav");
  plane.startRecording("ani", file);
  plane.play("ani", ["low"], { loop: true, play: "hold" });
  await until("the prompt over IPC", () => level(ani.lastHeard(200), 300) > 8000);
  await until(
    "a second of recording",
    () => existsSync(`${file}.partial`) && readFileSync(`${file}.partial`).length > 16_000,
  );

  const killed = plane.pid!;
  process.kill(killed, "SIGKILL");
  const refused = await until("media-down", async () => {
    const answer = await plane.openTrunkLeg({ leg: "late", offer: null, address: "127.0.0.1", allowedSources: [] });
    return answer.ok ? null : answer;
  });
  assert.equal(refused.code, "media-down");

  await until("the new process", () => events.some((event) => event.type === "restarted"));
  assert.notEqual(plane.pid, killed);
  assert.equal((await plane.statistics()).legs, 0);
  const again = await callInto(plane);
  t.after(() => again.close());

  const { kept, failed } = await salvageRecordings(options.promptFolder);
  assert.deepEqual(failed, []);
  assert.deepEqual(
    kept.map((recording) => recording.file),
    [file],
  );
  const sound = readWav(readFileSync(file));
  assert.ok(level(sound.channels[1]!.subarray(1600, 3200), 300) > 8000);
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
