import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { openJournal, UnreadableJournalError } from "./journal.ts";

const key = randomBytes(32);
const folder = mkdtempSync(join(tmpdir(), "siaga-journal-"));
after(() => rmSync(folder, { recursive: true, force: true }));
/** Only root may mount a disk of the test's own. */
const skip = process.getuid?.() === 0 ? false : "only root may mount a disk of its own";
const freshFile = (): string => join(folder, randomBytes(6).toString("hex"));
const recordsOf = async (file: string): Promise<unknown[]> => {
  const journal = await openJournal({ file, key });
  const records = [...(await journal.replay())];
  await journal.close();
  return records;
};

test("what was appended is there after opening again, in order, for its reader alone", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await Promise.all([journal.append("satu", { n: 2 }), journal.append(), journal.append(null)]);
  await journal.close();
  assert.deepEqual(await recordsOf(file), ["satu", { n: 2 }, null]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readFileSync(file).includes("satu"), false);
});

test("a file cut at any byte keeps every record before the cut and takes new ones", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  const ends = [statSync(file).size];
  const records = Array.from({ length: 12 }, (_, n) => ({ n, text: "x".repeat(n * 7) }));
  for (const record of records) {
    await journal.append(record);
    ends.push(statSync(file).size);
  }
  await journal.close();
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length }), async (cut) => {
      writeFileSync(file, whole.subarray(0, cut));
      const kept = records.slice(0, Math.max(0, ends.filter((end) => end <= cut).length - 1));
      assert.deepEqual(await recordsOf(file), kept);
      const again = await openJournal({ file, key });
      await again.append("after");
      await again.close();
      assert.deepEqual(await recordsOf(file), [...kept, "after"]);
    }),
    { numRuns: 60 },
  );
});

test("zeros behind the last record, as a power cut leaves them, are no records", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await journal.append("a", "b");
  await journal.close();
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(4096)]));
  assert.deepEqual(await recordsOf(file), ["a", "b"]);
});

test("a record the disk damaged hides none behind it and is counted", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await journal.append("first");
  const first = statSync(file).size;
  await journal.append("second", "third");
  await journal.close();
  const bytes = readFileSync(file);
  bytes[first + 30] = (bytes[first + 30] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const opened = await openJournal({ file, key });
  assert.equal(opened.damaged, 1);
  await opened.close();
  assert.deepEqual(await recordsOf(file), ["first", "third"]);
});

test("clearing removes what was handed over and nothing appended since", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await journal.append(1, 2);
  await Promise.all([journal.append(3), journal.clear(2), journal.append(4)]);
  assert.equal(journal.size(), 2);
  assert.deepEqual(await journal.replay(), [3, 4]);
  await Promise.all([journal.append(5), journal.clear(), journal.append(6)]);
  assert.deepEqual(await journal.replay(), [6]);
  await journal.clear();
  assert.deepEqual([journal.size(), await journal.replay()], [0, []]);
  await journal.append(5);
  await journal.close();
  assert.deepEqual(await recordsOf(file), [5]);
});

test("what an earlier try to clear left behind hinders no later one", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await journal.append(1, 2);
  writeFileSync(`${file}.new`, "half of a");
  await journal.clear(1);
  assert.deepEqual(await journal.replay(), [2]);
  await journal.close();
});

test(
  "a disk that is full while a journal is cleared costs no record, and with room again it is cleared",
  { skip },
  async (t) => {
    const where = mkdtempSync(join(tmpdir(), "siaga-journal-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", where]);
    t.after(() => {
      execFileSync("umount", ["-l", where]);
      rmSync(where, { recursive: true });
    });
    const [file, ballast] = [join(where, "journal"), join(where, "ballast")];
    const journal = await openJournal<string>({ file, key });
    await journal.append("first", "second".repeat(2000));
    const full = openSync(ballast, "w");
    assert.throws(() => {
      for (;;) writeSync(full, Buffer.alloc(4096));
    }, /ENOSPC/);
    closeSync(full);

    for (let time = 0; time < 3; time += 1) await assert.rejects(journal.clear(1), { code: "ENOSPC" });
    assert.deepEqual(readdirSync(where).toSorted(), ["ballast", "journal"]);
    assert.deepEqual([journal.size(), (await journal.replay()).length], [2, 2]);

    rmSync(ballast);
    await journal.clear(1);
    await journal.append("third");
    await journal.close();
    assert.deepEqual(await recordsOf(file), ["second".repeat(2000), "third"]);
  },
);

test("another instance's journal is refused and left as it is", async () => {
  const file = freshFile();
  const journal = await openJournal({ file, key });
  await journal.append("a");
  await journal.close();
  await assert.rejects(openJournal({ file, key: randomBytes(32) }), UnreadableJournalError);
  assert.deepEqual(await recordsOf(file), ["a"]);
});

test("a writer killed while writing loses nothing it had confirmed", async () => {
  const file = freshFile();
  const script = `import { openJournal } from ${JSON.stringify(join(import.meta.dirname, "journal.ts"))};
    const journal = await openJournal({ file: ${JSON.stringify(file)}, key: Buffer.from("${key.toString("hex")}", "hex") });
    for (let n = 0; ; n++) { await Promise.all([journal.append(n), journal.append(n)]); process.stdout.write(n + "\\n"); }`;
  const writer = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const chunk of writer.stdout) {
    said += String(chunk);
    if (said.split("\n").length > 30) writer.kill("SIGKILL");
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  const confirmed = Number(said.split("\n").at(-2));
  const records = await recordsOf(file);
  assert.ok(records.length >= 2 * (confirmed + 1));
  records.forEach((record, at) => assert.equal(record, Math.floor(at / 2)));
});
