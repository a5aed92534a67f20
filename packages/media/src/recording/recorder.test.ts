import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { silentFrame } from "../audio/g711.ts";
import type { MediaEvent } from "../plane.ts";
import { level } from "../instrument/goertzel.ts";
import { toneBytes } from "../instrument/tone.ts";
import { readWav } from "../instrument/wav-reader.ts";
import { Recorder } from "./recorder.ts";
import { salvageRecordings } from "./salvage.ts";
import { wavHeader } from "./wav.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "recordings-"));
const quiet = { bytes: silentFrame.PCMA, codec: "PCMA" } as const;

test("what is kept is the file that was hashed, to the sample, with both laws side by side", async () => {
  const file = join(folder(), "2026", "call.wav");
  const events: MediaEvent[] = [];
  const recorder = new Recorder("ani", file, (event) => events.push(event));
  const low = toneBytes(700, 2000, "PCMU");
  const high = toneBytes(1300, 2000);
  for (let at = 0; at < low.length; at += 160)
    recorder.add(
      { bytes: low.subarray(at, at + 160), codec: "PCMU" },
      { bytes: high.subarray(at, at + 160), codec: "PCMA" },
    );
  recorder.add(null, quiet);

  await recorder.stop();

  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(events, [
    { type: "recording-kept", recording: { leg: "ani", file, sha256, duration: 2020, bytes: bytes.length } },
  ]);
  const [left, right] = readWav(bytes).channels as [Int16Array, Int16Array];
  assert.equal(left.length, 2020 * 8);
  assert.ok(level(left.subarray(0, 16_000), 700) > 9000 && level(right.subarray(0, 16_000), 1300) > 9000);
  assert.ok(level(left.subarray(0, 16_000), 1300) < 100);
});

test("a disk that refuses fails the recording once, and taking sound goes on", async () => {
  const blocked = join(folder(), "a-file");
  writeFileSync(blocked, "");
  const events: MediaEvent[] = [];
  const recorder = new Recorder("ani", join(blocked, "call.wav"), (event) => events.push(event));

  for (let frame = 0; frame < 500; frame += 1) recorder.add(null, quiet);
  await recorder.stop();

  assert.deepEqual(
    events.map((event) => event.type),
    ["recording-failed"],
  );
  assert.match(events[0]!.type === "recording-failed" ? events[0].sentence : "", /ENOTDIR|EEXIST/);
});

test("a disk more than a minute behind fails the recording, and what it did take is kept", async () => {
  const file = join(folder(), "call.wav");
  const events: MediaEvent[] = [];
  const recorder = new Recorder("ani", file, (event) => events.push(event));

  // Without a pause between the frames the disk cannot take any of them.
  for (let frame = 0; frame < 70 * 50; frame += 1) recorder.add(null, quiet);
  await recorder.stop();

  assert.deepEqual(
    events.map((event) => event.type),
    ["recording-failed", "recording-kept"],
  );
  assert.match(events[0]!.type === "recording-failed" ? events[0].sentence : "", /behind/);
  readWav(readFileSync(file));
});

test("a folder that is not there has nothing to salvage", async () => {
  assert.deepEqual(await salvageRecordings(join(folder(), "nowhere")), { kept: [], failed: [] });
});

test("after a kill the leftovers are made whole, half written samples and empty files too", async () => {
  const where = folder();
  const torn = Buffer.concat([wavHeader(0), Buffer.alloc(16_001, 0xd5)]);
  writeFileSync(join(where, "torn.wav.partial"), torn);
  writeFileSync(join(where, "empty.wav.partial"), "");

  const { kept, failed } = await salvageRecordings(where);

  assert.deepEqual(failed, []);
  assert.deepEqual(
    kept.map(({ duration }) => duration).sort((a, b) => a - b),
    [0, 1000],
  );
  for (const { file, sha256 } of kept) {
    assert.equal(createHash("sha256").update(readFileSync(file)).digest("hex"), sha256);
    readWav(readFileSync(file));
  }
  assert.equal(existsSync(join(where, "torn.wav.partial")), false);
  assert.deepEqual(await salvageRecordings(where), { kept: [], failed: [] });
});
