import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { silentFrame } from "../audio/g711.ts";
import { level } from "../instrument/goertzel.ts";
import { readWavNotes } from "../instrument/notes-reader.ts";
import { toneBytes } from "../instrument/tone.ts";
import { until } from "../instrument/until.ts";
import { readWav } from "../instrument/wav-reader.ts";
import type { MediaEvent } from "../plane.ts";
import { Recorder } from "./recorder.ts";
import { salvageRecordings } from "./salvage.ts";
import { RecordingStore } from "./store.ts";
import { wavHeader, wavHeaderBytes } from "./wav.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "recordings-"));
const quiet = silentFrame.PCMA;
const tone = { bytes: toneBytes(500, 20), codec: "PCMA" } as const;
const patient = 30_000;

/** A disk's store and what it told. */
function openStore(t: TestContext) {
  const events: (MediaEvent | { readonly type: "trouble"; readonly sentence: string } | { readonly type: "well" })[] =
    [];
  const store = new RecordingStore({
    trouble: (sentence) => events.push({ type: "trouble", sentence }),
    well: () => events.push({ type: "well" }),
  });
  t.after(() => store.close());
  const record = (file: string, recorded: number | null = null): Recorder =>
    new Recorder({ leg: "ani", file, recorded }, store, (event) => events.push(event));
  return { events, record };
}

/** Only root may mount a disk of the test's own. */
const skip = process.getuid?.() === 0 ? false : "only root may mount a disk of its own";

/** Adds frames of a tone: so many ms. */
function sing(recorder: Recorder, ms: number): void {
  for (let at = 0; at < ms; at += 20) recorder.add(tone, quiet, "PCMA");
}

test("what is kept is the file that was hashed, to the sample, with both laws side by side, for its owner alone", async (t) => {
  const file = join(folder(), "2026", "call.wav");
  const { events, record } = openStore(t);
  const recorder = record(file);
  const low = toneBytes(700, 2000, "PCMU");
  const high = toneBytes(1300, 2000);
  for (let at = 0; at < low.length; at += 160)
    recorder.add({ bytes: low.subarray(at, at + 160), codec: "PCMU" }, high.subarray(at, at + 160), "PCMA");
  recorder.add(null, quiet, "PCMA");

  await recorder.stop();

  const bytes = readFileSync(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(events, [
    // An alarm of an earlier process would end with it.
    { type: "well" },
    { type: "recording-kept", recording: { leg: "ani", file, sha256, duration: 2020, bytes: bytes.length } },
  ]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(existsSync(`${file}.notes`), false);
  const [left, right] = readWav(bytes).channels as [Int16Array, Int16Array];
  assert.equal(left.length, 2020 * 8);
  assert.ok(level(left.subarray(0, 16_000), 700) > 9000 && level(right.subarray(0, 16_000), 1300) > 9000);
  assert.ok(level(left.subarray(0, 16_000), 1300) < 100);
});

for (const lasted of [300, 2300])
  test(`a recording of ${lasted} ms says when it began and, to the sample, what happened where`, async (t) => {
    const file = join(folder(), "call.wav");
    const begun = Date.now();
    const recorder = openStore(t).record(file);
    recorder.note("hears meja-1");
    sing(recorder, 240);
    recorder.note("plays on-hold");
    sing(recorder, lasted - 240);
    await recorder.stop();

    const { startedAt, notes } = readWavNotes(readFileSync(file));
    assert.deepEqual(notes, [
      { at: 0, words: "hears meja-1" },
      { at: 240, words: "plays on-hold" },
    ]);
    assert.ok(startedAt >= begun - 1 && startedAt <= Date.now());
  });

test("time in which the process stood still is a gap of its length, in its place; before the first frame it is none", async (t) => {
  const file = join(folder(), "call.wav");
  const recorder = openStore(t).record(file);
  recorder.skip(100);
  sing(recorder, 700);
  recorder.skip(97);
  recorder.note("hears meja-1");
  sing(recorder, 300);
  await recorder.stop();

  const bytes = readFileSync(file);
  assert.deepEqual(readWavNotes(bytes).notes, [
    { at: 700, words: "gap of 1940 ms: nothing was recorded" },
    { at: 2640, words: "hears meja-1" },
  ]);
  const sound = readWav(bytes).channels[0]!;
  assert.equal(sound.length, 2940 * 8);
  assert.ok(level(sound.subarray(0, 700 * 8), 500) > 8000 && level(sound.subarray(2640 * 8), 500) > 8000);
  assert.ok(sound.subarray(700 * 8, 2640 * 8).every((sample) => Math.abs(sample) <= 8));
});

test("what is gathered of one call is in no other's recording", async (t) => {
  const [first, second] = [join(folder(), "first.wav"), join(folder(), "second.wav")];
  const { record } = openStore(t);
  const former = record(first);
  sing(former, 400);
  await former.stop();

  const next = record(second);
  for (let at = 0; at < 100; at += 20) next.add(null, quiet, "PCMA");
  await next.stop();

  const [left, right] = readWav(readFileSync(second)).channels as [Int16Array, Int16Array];
  assert.deepEqual([left.length, right.length], [800, 800]);
  assert.ok([...left, ...right].every((sample) => Math.abs(sample) <= 8));
});

test("a recording that cannot be written fails once, taking sound goes on, and it is kept when the disk takes it after all", async (t) => {
  const blocked = join(folder(), "a-file");
  writeFileSync(blocked, "");
  const { events, record } = openStore(t);
  const recorder = record(join(blocked, "call.wav"));
  sing(recorder, 3000);
  await recorder.stop();
  assert.deepEqual(events.map(({ type }) => type).toSorted(), ["recording-failed", "trouble"]);

  rmSync(blocked);
  await until("it is kept", () => events.some(({ type }) => type === "recording-kept"), patient);
  // Told by a word of its own, right behind.
  await until("the end of the alarm", () => events.some(({ type }) => type === "well"), patient);
  assert.equal(events.at(-1)?.type, "well");
  const sound = readWav(readFileSync(join(blocked, "call.wav"))).channels[0]!;
  assert.equal(sound.length, 3000 * 8, "what was lost is silence of its length");
});

test(
  "on a full disk recordings get a gap that says so, an alarm is raised and ends, and later sound is in its place",
  { skip },
  async (t) => {
    const where = folder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", where]);
    t.after(() => execFileSync("umount", ["-l", where]));
    const { events, record } = openStore(t);
    const recorder = record(join(where, "call.wav"));
    writeFileSync(join(where, "ballast"), Buffer.alloc(180 * 1024));
    sing(recorder, 10_000);
    const trouble = await until("the alarm", () => events.find((event) => event.type === "trouble"), patient);
    assert.match(trouble.sentence, /full/);

    rmSync(join(where, "ballast"));
    sing(recorder, 1000);
    await until("the end of the alarm", () => events.some(({ type }) => type === "well"), patient);
    await recorder.stop();

    const bytes = readFileSync(join(where, "call.wav"));
    const sound = readWav(bytes).channels[0]!;
    assert.equal(sound.length, 11_000 * 8);
    assert.ok(level(sound.subarray(0, 8000), 500) > 8000 && level(sound.subarray(-7200), 500) > 8000);
    const gap = readWavNotes(bytes).notes.find(({ words }) => words.startsWith("gap"))!;
    assert.ok(level(sound.subarray((gap.at + 200) * 8, (gap.at + 1200) * 8), 500) < 10, "the gap is silent");
  },
);

test("a disk that stands still costs no sound in time, and gets all of it when it moves again", { skip }, async (t) => {
  const where = folder();
  const image = `${where}.image`;
  writeFileSync(image, Buffer.alloc(8 * 1024 * 1024));
  execFileSync("mkfs.ext4", ["-q", image]);
  execFileSync("mount", ["-o", "loop", image, where]);
  let frozen = false;
  const freeze = (on: boolean): void => {
    if (frozen !== on) execFileSync("fsfreeze", [on ? "-f" : "-u", where]);
    frozen = on;
  };
  t.after(() => {
    freeze(false);
    execFileSync("umount", ["-l", where]);
  });
  const { events, record } = openStore(t);
  mkdirSync(join(where, "recordings"));
  const recorder = record(join(where, "recordings", "call.wav"));
  sing(recorder, 1000);
  await until("the file", () => existsSync(join(where, "recordings", "call.wav.partial")), patient);

  freeze(true);
  let longest = 0;
  for (let turn = 0; turn < 70; turn += 1) {
    const before = performance.now();
    sing(recorder, 100);
    longest = Math.max(longest, performance.now() - before);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await until("the alarm", () => events.some(({ type }) => type === "trouble"), patient);
  t.diagnostic(`with the disk frozen for 7 s no frame took longer than ${longest.toFixed(1)} ms`);
  assert.ok(longest < 5000);
  freeze(false);
  await recorder.stop();

  await until("the end of the alarm", () => events.some(({ type }) => type === "well"), patient);
  const bytes = readFileSync(join(where, "recordings", "call.wav"));
  const sound = readWav(bytes).channels[0]!;
  assert.equal(sound.length, 8000 * 8);
  assert.ok(level(sound.subarray(8000), 500) > 8000);
  assert.deepEqual(readWavNotes(bytes).notes, []);
});

test("a recording whose process died between keeping it and telling so is told as it stands", async (t) => {
  const file = join(folder(), "call.wav");
  const { events, record } = openStore(t);
  const recorder = record(file);
  recorder.note("hears meja-1");
  sing(recorder, 1300);
  await recorder.stop();
  const before = readFileSync(file);

  await record(file, 5000).stop();

  const [first, second] = events.filter(({ type }) => type === "recording-kept");
  assert.deepEqual(second, first);
  assert.deepEqual(readFileSync(file), before);
});

test("a recording whose process died while it was made whole is made whole, its notes never taken for sound", async (t) => {
  const where = folder();
  const file = join(where, "call.wav");
  const recorder = openStore(t).record(file);
  recorder.note("hears meja-1");
  sing(recorder, 1300);
  await recorder.stop();
  const whole = readFileSync(file);

  for (const missing of [0, 1, 300, whole.length - wavHeaderBytes - 1300 * 16]) {
    rmSync(file);
    writeFileSync(`${file}.partial`, whole.subarray(0, whole.length - missing));
    const { kept } = await salvageRecordings(where);

    assert.deepEqual([kept.length, kept[0]!.duration], [1, 1300], `${missing} bytes missing`);
    assert.equal(readWav(readFileSync(file)).channels[0]!.length, 1300 * 8);
    if (missing === 0) assert.deepEqual(readFileSync(file), whole);
  }
});

test("a folder that is not there has nothing to salvage", async () => {
  assert.deepEqual(await salvageRecordings(join(folder(), "nowhere")), { kept: [], failed: [] });
});

test("after a kill the leftovers are made whole with their notes, half written samples and empty files too", async () => {
  const where = folder();
  const torn = Buffer.concat([wavHeader(0), Buffer.alloc(16_001, 0xd5)]);
  writeFileSync(join(where, "torn.wav.partial"), torn);
  const notes = ['{"startedAt":1795640000123}', '{"at":800,"words":"hears meja-1"}', '{"at":16'];
  writeFileSync(join(where, "torn.wav.notes"), notes.join("\n"));
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
  const told = readWavNotes(readFileSync(join(where, "torn.wav")));
  assert.equal(told.startedAt, 1_795_640_000_123);
  assert.deepEqual(
    told.notes.map(({ at }) => at),
    [100, 1000],
  );
  assert.equal(existsSync(join(where, "torn.wav.partial")) || existsSync(join(where, "torn.wav.notes")), false);
  assert.deepEqual(await salvageRecordings(where), { kept: [], failed: [] });
});
