import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { backupStatusFile } from "@siaga/contracts/backup-status";
import { health } from "@siaga/contracts/http";
import { until } from "@siaga/media/instrument";
import { openScene, patience, reconciled } from "./evidence.ts";

test("a disk that fills up and a backup that fails stand on the screens until they are put right; calls go on", async (story) => {
  // Only root can mount a disk this small.
  if (process.getuid?.() !== 0) return;
  const to = mkdtempSync(join(tmpdir(), "siaga-small-"));
  assert.equal(spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", to]).status, 0);
  story.after(() => {
    spawnSync("umount", [to]);
    rmSync(to, { recursive: true });
  });
  const scene = await openScene(story, {
    env: { SIAGA_BACKUP_TO: to, SIAGA_DISK_GIGABYTES: "0.03", SIAGA_DISK_PERCENT: "0" },
  });
  const { instance, step, telephones } = scene;
  const desk = await scene.sitDown("ani", "meja-1", 700);
  const alarm = (kind: string) => desk.page.getByTestId(`alarm-${kind}`);
  const standing = async () => health.parse(JSON.parse(await instance.siaga("health", "--json")));
  const ballast = join(to, "ballast");

  await step(
    "the disk of the backups fills up: every screen says what to do, and health shows the room left",
    async () => {
      assert.equal((await standing()).status, "ok");
      writeFileSync(ballast, Buffer.alloc(50e6));
      await alarm("disk-space").waitFor({ timeout: patience });
      assert.match((await alarm("disk-space").textContent()) ?? "", /Ruang tempat cadangan hampir habis.*kosongkan/);
      const { status, disks } = await standing();
      const disk = disks.find(({ disk }) => disk === "backup");
      assert.ok(status === "degraded" && disk !== undefined && disk.freeBytes < disk.leastBytes);
      const metrics = await (await fetch(`${instance.console}/metrics`)).text();
      assert.match(metrics, /siaga_disk_scarce\{disk="backup"\} 1/);
    },
  );

  await step("a backup that cannot be written fails aloud while a caller talks", async () => {
    const caller = await telephones.dial({ number: "+6281218007001", tone: 1_000 });
    await desk.answer();
    await caller.hearsSoon(desk.tone);
    mkdirSync(join(to, "kota"), { recursive: true });
    const { bavail, bsize } = statfsSync(to);
    writeFileSync(join(to, "kota", "ballast"), Buffer.alloc((bavail - 8) * bsize));
    await assert.rejects(instance.siaga("backup"), /The disk of .* is full/);
    await alarm("backup-missing").waitFor({ timeout: patience });
    const { backup } = await standing();
    assert.equal(backup.state, "failed");
    assert.match(backup.sentence ?? "", /is full: free space there/);
    await caller.hearsSoon(desk.tone);
    await caller.hangUp();
    await reconciled(instance, 1);
  });

  await step("with room again and a good backup both alarms end by themselves", async () => {
    for (const file of [ballast, join(to, "kota", "ballast")]) rmSync(file);
    await instance.siaga("backup");
    await alarm("disk-space").waitFor({ state: "detached", timeout: patience });
    await alarm("backup-missing").waitFor({ state: "detached", timeout: patience });
    const { backup } = await standing();
    assert.ok(backup.state === "ok" && backup.lastGoodAt !== null);
    assert.equal(readdirSync(join(to, "kota")).filter((name) => /^\d{8}T/.test(name)).length, 1);
  });
});

test("a night that the machine slept through is backed up by the house itself, soon after its start", async (story) => {
  const folder = mkdtempSync(join(tmpdir(), "siaga-nights-"));
  story.after(() => rmSync(folder, { recursive: true }));
  const [dataDir, to] = [join(folder, "var"), join(folder, "backups")];
  mkdirSync(dataDir);
  const twoNights = 48 * 3_600_000;
  const asleep = {
    since: Date.now() - twoNights,
    lastGood: null,
    lastTry: { at: Date.now() - twoNights, sentence: null },
  };
  writeFileSync(join(dataDir, backupStatusFile), JSON.stringify(asleep));
  const scene = await openScene(story, { dataDir, env: { SIAGA_BACKUP_TO: to } });
  const standing = async () => health.parse(JSON.parse(await scene.instance.siaga("health", "--json")));
  await until(
    "the house's own backup",
    async () => {
      const { backup } = await standing();
      assert.notEqual(backup.state, "failed", `${backup.sentence}`);
      return backup.lastGoodAt !== null;
    },
    3 * patience,
  );
  assert.equal((await standing()).backup.state, "ok");
  assert.match(await scene.instance.siaga("backup", "verify"), /chain intact, signed by this instance/);
});
