import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { level, readWav, until } from "@siaga/media/instrument";
import { openRoom } from "../../bench/sip/room.ts";
import { chainIntact, ledgerOf, openScene, reconciled } from "./evidence.ts";
import { type Instance, startInstance } from "./instance.ts";

const root = resolve(import.meta.dirname, "../..");

/** What `siaga` says when it refuses. */
const refused = (instance: Instance, ...words: string[]): Promise<string> =>
  instance.siaga(...words).then(
    (said) => assert.fail(`not refused: ${said}`),
    (error: Error) => error.message,
  );

/** Changes one byte in the middle of a file. */
function spoil(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

/** The callers' tone (1,000 Hz) in the half second where it is loudest. */
const loudestTone = (samples: Int16Array): number =>
  Math.max(
    0,
    ...Array.from({ length: samples.length / 4_000 }, (_, at) =>
      level(samples.subarray(at * 4_000, (at + 1) * 4_000), 1_000),
    ),
  );

/** Every recording the centre serves, as it is played, by call. */
async function recordingsOf(instance: Instance): Promise<ReadonlyMap<string, Buffer>> {
  const headers = { origin: instance.console, "content-type": "application/json" };
  const body = JSON.stringify({ username: "dedi", password: "siaga112" });
  const session = await fetch(`${instance.console}/api/session`, { method: "POST", headers, body });
  assert.equal(session.status, 200);
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const listed = (await (await fetch(`${instance.console}/api/calls`, { headers: { cookie } })).json()) as {
    calls: { id: string; number: string; recording: { sha256: string } | null }[];
  };
  const played = new Map<string, Buffer>();
  for (const call of listed.calls.filter(({ recording }) => recording !== null)) {
    const answer = await fetch(`${instance.console}/api/calls/${call.id}/recording`, { headers: { cookie } });
    const sound = Buffer.from(await answer.arrayBuffer());
    assert.equal(createHash("sha256").update(sound).digest("hex"), call.recording?.sha256);
    played.set(call.id, sound);
  }
  return played;
}

test("a shift is backed up while calls run, and put back on another machine nothing is missing", async (story) => {
  const to = mkdtempSync(join(tmpdir(), "siaga-backups-"));
  const place = join(to, "kota");
  const scene = await openScene(story, { env: { SIAGA_BACKUP_TO: to } });
  const { instance, telephones, step } = scene;
  scene.onEnd(() => rmSync(to, { recursive: true, force: true }));
  const room = await openRoom(instance.console, [
    ["ani", "meja-1"],
    ["budi", "meja-2"],
  ]);
  scene.onEnd(() => room.close());
  const backups = (): string[] => readdirSync(place).filter((name) => /^\d{8}T\d{6}/.test(name));

  await step("a shift is played: calls answered and talked, calls given up", async () => {
    room.manner("answering");
    for (let call = 0; call < 4; call++) {
      const caller = await telephones.dial({ number: `+62812180060${call}`, tone: 1_000 });
      await caller.answered();
      if (call === 3) await caller.hangUp();
      else await caller.ended();
    }
    await reconciled(instance, 4);
  });

  await step("it is backed up while somebody talks: proved at once, and the conversation never notices", async () => {
    room.manner("staying");
    const caller = await telephones.dial({ number: "+6281218006010", tone: 1_000 });
    await caller.hearsSoon(700);
    const said = await instance.siaga("backup");
    assert.match(said, /\d+ events, 5 calls, \d+ recordings .* chain intact/);
    await caller.hearsSoon(700);
    assert.equal(caller.state(), "answered");
    await caller.hangUp();
    await reconciled(instance, 5);
    assert.match(await instance.siaga("backup", "verify"), /chain intact, signed by this instance/);
    const [kept] = readdirSync(join(place, "keys"));
    assert.equal(statSync(join(place, "keys", kept ?? "", "keys.json")).mode & 0o777, 0o600);
    const below = readdirSync(join(place, backups()[0] ?? ""), { recursive: true }).map(String);
    assert.ok(!below.some((name) => name.includes("keys.json")), "what opens a backup is kept apart from it");
  });

  await step("the next one brings only what is new: recordings that are there are kept as they are", async () => {
    const before = readdirSync(join(place, "recordings"), { recursive: true }).map(String);
    const times = before.map((name) => statSync(join(place, "recordings", name)));
    await pause(1_100);
    await instance.siaga("backup");
    assert.deepEqual(
      before.map((name) => statSync(join(place, "recordings", name)).ino),
      times.map(({ ino }) => ino),
    );
    assert.equal((await instance.siaga("backup", "list")).trim().split("\n").length, 2);
  });

  await step("killed at any moment it leaves the earlier ones as they are, and the next clears up", async () => {
    const whole = backups();
    for (const after of [100, 600]) {
      const child = spawn(process.execPath, ["apps/house/src/siaga.ts", "backup"], { cwd: root, env: instance.env });
      await Promise.race([
        pause(after).then(() => until("its folder", () => backups().length > whole.length, 5_000)),
        new Promise((done) => child.once("exit", done)),
      ]);
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once("exit", done));
    }
    await pause(1_100);
    await instance.siaga("backup");
    assert.ok(whole.every((name) => backups().includes(name)));
    assert.deepEqual(
      backups().filter((name) => name.includes("partial")),
      [],
    );
    assert.match(await instance.siaga("backup", "verify"), /chain intact/);
  });

  await step("a damaged log, a damaged recording and a foreign manifest are each found and named", async () => {
    const name = backups().at(-1) ?? "";
    const events = join(place, name, "database", "events-000000000001.jsonl.gz");
    const sound = join(
      place,
      "recordings",
      readdirSync(join(place, "recordings"), { recursive: true })
        .map(String)
        .find((each) => each.endsWith(".wav")) ?? "",
    );
    for (const [file, expected] of [
      [events, /events-000000000001\.jsonl\.gz is not what was written/],
      [sound, /recordings\/.*\.wav is not what was kept; remove it/],
      [join(place, name, "manifest.json"), /missing, damaged or signed by another instance/],
    ] as const) {
      const good = readFileSync(file);
      spoil(file);
      assert.match(await refused(instance, "backup", "verify", "--from", join(place, name)), expected);
      if (file === sound) {
        const elsewhere = join(to, "not-made");
        await refused(instance, "restore", "--from", join(place, name), "--data-dir", elsewhere);
        assert.ok(!existsSync(elsewhere), "nothing is written from a damaged backup");
      }
      writeFileSync(file, good);
    }
  });

  await step("a full disk is said with what to do; the centre goes on", async () => {
    // Only root can mount a disk this small.
    if (process.getuid?.() !== 0) return;
    const small = join(to, "small");
    mkdirSync(small);
    assert.equal(spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]).status, 0);
    scene.onEnd(() => spawnSync("umount", [small]));
    assert.match(await refused(instance, "backup", "--to", small), /The disk of .*small.* is full: free space there/);
    assert.deepEqual(
      readdirSync(join(small, "kota")).filter((name) => name.startsWith("2")),
      [],
    );
    assert.equal((await ledgerOf(instance)).open, 0);
  });

  await step("a folder with data is never written over", async () => {
    assert.match(await refused(instance, "restore", "--from", to), /runs on .*: stop it first/);
    const occupied = join(to, "occupied");
    mkdirSync(occupied);
    writeFileSync(join(occupied, "note"), "mine");
    assert.match(
      await refused(instance, "restore", "--from", to, "--data-dir", occupied),
      /is not empty and nothing was changed/,
    );
    assert.deepEqual(readdirSync(occupied), ["note"]);
  });

  await step("put back, it starts: same ledger, intact chain, every recording plays and calls are taken", async () => {
    const ledger = await ledgerOf(instance);
    const recordings = await recordingsOf(instance);
    assert.ok(recordings.size >= 4);
    const dataDir = join(mkdtempSync(join(tmpdir(), "siaga-restored-")), "var");
    scene.onEnd(() => rmSync(resolve(dataDir, ".."), { recursive: true, force: true }));
    const said = await instance.siaga("restore", "--from", to, "--data-dir", dataDir);
    assert.match(said, /every row was read again and is what was copied; chain intact/);
    const other = await startInstance({ dataDir });
    scene.onEnd(() => other.stop());
    await chainIntact(other);
    assert.deepEqual(await ledgerOf(other), ledger);
    assert.deepEqual(await recordingsOf(other), recordings);
    const loudest = [...recordings.values()].flatMap((sound) => readWav(sound).channels.map(loudestTone));
    assert.ok(Math.max(...loudest) > 400, "a caller's tone is heard in what was put back");
  });
});
