import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { backupStatusFile } from "@siaga/contracts/backup-status";
import type { Input } from "@siaga/core";
import { until } from "@siaga/media/instrument";
import { readBackups } from "./backups.ts";
import { readDisks, watchDisks } from "./disks.ts";
import { openLooks } from "./place.ts";

const hour = 3_600_000;

test("a small disk that fills up raises the alarm, and it ends when there is room again", async (t) => {
  // Only root can mount a disk this small.
  if (process.getuid?.() !== 0) return;
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-disk-"));
  assert.equal(spawnSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", dataDir]).status, 0);
  t.after(() => {
    spawnSync("umount", [dataDir]);
    rmSync(dataDir, { recursive: true });
  });
  const told: string[] = [];
  const settings = { dataDir, backup: { to: null, at: 150, keep: 14 }, disk: { leastBytes: 10e6, leastShare: 0 } };
  const note = (input: Input): void => void told.push(`${input.type} ${"subject" in input ? input.subject : ""}`);
  const watch = watchDisks(settings, note);
  t.after(() => watch.stop());

  await until("an alarm of an earlier run ends", () => told.join() === "alarm.ceased data", 20_000);
  writeFileSync(join(dataDir, "recording"), Buffer.alloc(26e6));
  await until("the alarm", () => told.at(-1) === "alarm.noticed data", 20_000);
  rmSync(join(dataDir, "recording"));
  await until("its end", () => told.at(-1) === "alarm.ceased data", 20_000);
  assert.equal(told.length, 3);
});

test("a backup place that hangs is itself the alarm and hides no other disk's, and one look at it waits however many ask", async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-hangs-"));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const settings = { dataDir, backup: { to: "/nfs", at: 150, keep: 14 }, disk: { leastBytes: 10e6, leastShare: 0 } };
  const network = { looks: 0, answers: (): void => undefined, hangs: true };
  let free = 100e6;
  const look = openLooks(async (folder) => {
    if (folder === dataDir) return { device: 1, freeBytes: free, totalBytes: 1e9 };
    if (folder !== "/nfs") return null;
    network.looks += 1;
    if (network.hangs) await new Promise<void>((resolve) => (network.answers = resolve));
    return { device: 2, freeBytes: 5e9, totalBytes: 9e9 };
  });
  const told: string[] = [];
  const note = (input: Input): void => void told.push(`${input.type} ${"subject" in input ? input.subject : ""}`);
  const watch = watchDisks(settings, note, look);
  t.after(() => watch.stop());

  await until("both are told", () => told.join() === "alarm.ceased data,alarm.noticed backup", 20_000);
  free = 1e6;
  await until("the data disk's alarm", () => told.at(-1) === "alarm.noticed data", 20_000);
  for (let asked = 0; asked < 100; asked += 1) {
    const backup = (await readDisks(settings, look)).find(({ subject }) => subject === "backup")!;
    assert.ok(backup.freeBytes < backup.least);
  }
  assert.equal(network.looks, 1);

  network.hangs = false;
  network.answers();
  await until("its end", () => told.at(-1) === "alarm.ceased backup", 20_000);
  assert.equal(told.length, 4);
});

test("a place that cannot be read, as a network folder gone stale, is short of room; one that is not there is none", async () => {
  const settings = {
    dataDir: "/data",
    backup: { to: "/nfs", at: 150, keep: 14 },
    disk: { leastBytes: 0, leastShare: 0 },
  };
  const look = openLooks(async (folder) => {
    if (folder === "/nfs") throw Object.assign(new Error("stale"), { code: "ESTALE" });
    return folder === "/data" ? { device: 1, freeBytes: 5, totalBytes: 9 } : null;
  });
  assert.deepEqual(await readDisks(settings, look), [
    { subject: "data", freeBytes: 5, totalBytes: 9, least: 1 },
    { subject: "backup", freeBytes: 0, totalBytes: 0, least: 1 },
  ]);
  assert.deepEqual(
    await readDisks({ ...settings, dataDir: "/nowhere/at/all", backup: { ...settings.backup, to: null } }),
    [],
  );
});

test("the larger of an amount and a share counts, and on a large disk the share asks for no more than a month needs", async () => {
  const least = async (leastBytes: number, leastShare: number) =>
    (await readDisks({ dataDir: "/", backup: { to: null, at: 0, keep: 1 }, disk: { leastBytes, leastShare } }))[0];
  const total = (await least(0, 0))?.totalBytes ?? 0;
  assert.equal((await least(1e9, 0))?.least, 1e9);
  assert.equal((await least(0, 0.1))?.least, Math.min(0.1 * total, 20e9));
  assert.equal((await least(50e9, 0.1))?.least, 50e9);
});

test("a backup that failed, or is older than a night and two hours, is said so", (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-backups-"));
  t.after(() => rmSync(dataDir, { recursive: true }));
  const settings = { dataDir, backup: { to: "/mnt", at: 150, keep: 14 } };
  const write = (status: object): void => writeFileSync(join(dataDir, backupStatusFile), JSON.stringify(status));
  const lastGood = { at: 100 * hour, name: "20260101T023000", events: 9, recordings: 2, findings: 0 };
  const stateAt = (now: number): string => readBackups(settings, now).state;

  assert.equal(readBackups({ ...settings, backup: { ...settings.backup, to: null } }, 0).state, "off");
  write({ since: 100 * hour, lastGood: null, lastTry: null });
  assert.deepEqual([stateAt(125 * hour), stateAt(127 * hour)], ["ok", "late"]);
  write({ since: 0, lastGood, lastTry: { at: 100 * hour, sentence: null } });
  assert.deepEqual([stateAt(125 * hour), stateAt(127 * hour)], ["ok", "late"]);
  write({ since: 0, lastGood, lastTry: { at: 110 * hour, sentence: "The disk is full." } });
  assert.equal(stateAt(111 * hour), "failed");
  assert.equal(readBackups(settings, 111 * hour).sentence, "The disk is full.");
});
