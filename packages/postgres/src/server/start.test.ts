import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { query, testFolder } from "../test-database.ts";
import { chooseAccount } from "./account.ts";
import { refusalFor } from "./refusal.ts";
import { findRuntime } from "./runtime.ts";
import { type RunningPostgres, startPostgres } from "./start.ts";

const root = process.getuid?.() === 0;

async function start(dataDir: string): Promise<RunningPostgres> {
  const started = await startPostgres({ dataDir });
  assert.ok(started.ok, started.ok ? "" : started.sentence);
  return started;
}
const pidOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
const count = async (url: string): Promise<number> =>
  (await query<{ n: number }>(url, "select count(*)::int as n from kept"))[0]?.n ?? -1;
const keep = (url: string): Promise<unknown> => query(url, "insert into kept values (1)");

/** Asks again until the server is back. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries > 400) throw error;
      await pause(50);
    }
  }
}

test("what was kept is there after a stop, after its own death, and after the starter's", async () => {
  const dataDir = testFolder();
  const first = await start(dataDir);
  await query(first.url, "create table kept (n int)");
  await keep(first.url);
  await first.stop();

  const second = await start(dataDir);
  assert.equal(await count(second.url), 1);
  await keep(second.url);
  const killed = pidOf(dataDir);
  process.kill(killed, "SIGKILL");
  await eventually(async () => assert.equal(await count(second.url), 2));
  assert.notEqual(pidOf(dataDir), killed);
  await second.stop();

  const script = `import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, "start.ts"))};
    const started = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} }); console.log(started.ok); setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(starter.stdout, "data");
  const orphan = pidOf(dataDir);
  starter.kill("SIGKILL");
  await once(starter, "exit");
  const attached = await start(dataDir);
  assert.equal(pidOf(dataDir), orphan);
  await keep(attached.url);
  assert.equal(await count(attached.url), 3);
  await attached.stop();
});

test("a power cut leaves nothing that stops the next start", async () => {
  const dataDir = testFolder();
  mkdirSync(join(dataDir, "postgres", "cluster.partial", "base"), { recursive: true });
  const first = await start(dataDir);
  await query(first.url, "create table kept (n int)");
  await first.stop();

  // The number in the file now belongs to another program: this one.
  writeFileSync(
    join(dataDir, "postgres", "cluster", "postmaster.pid"),
    `${process.pid}\n${join(dataDir, "postgres", "cluster")}\n1\n5432\n`,
  );
  const second = await start(dataDir);
  await keep(second.url);
  await second.stop();
});

test("a data folder with a path too long for a socket still works", async () => {
  const dataDir = join(testFolder(), "a-rather-long-name".repeat(5));
  const started = await start(dataDir);
  assert.deepEqual(
    await query(started.url, "select current_setting('listen_addresses') as a, current_setting('data_checksums') as c"),
    [{ a: "", c: "on" }],
  );
  await started.stop();
});

test(
  "root's private data folder keeps a pointer to its cluster, and a fresh folder gets a fresh one",
  { skip: !root },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "siaga-private-"));
    const first = await start(dataDir);
    const cluster = readFileSync(join(dataDir, "postgres-is-at"), "utf8").trim();
    after(() => rmSync(cluster, { recursive: true, force: true }));
    await query(first.url, "create table kept (n int)");
    await first.stop();
    const second = await start(dataDir);
    await keep(second.url);
    await second.stop();

    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir, { mode: 0o700 });
    after(() => rmSync(dataDir, { recursive: true, force: true }));
    const fresh = await start(dataDir);
    await assert.rejects(count(fresh.url), /kept/);
    assert.equal(existsSync(cluster), false, "a trial's cluster goes with its folder");
    await fresh.stop();
    rmSync(readFileSync(join(dataDir, "postgres-is-at"), "utf8").trim(), { recursive: true });
  },
);

test(
  "programs below a folder only root may enter, without links, are copied once to where they run",
  { skip: !root },
  async () => {
    const account = chooseAccount();
    assert.ok(account !== null);
    const installed = await findRuntime(account, [join(testFolder(), "installed")]);
    assert.ok(installed.ok);
    const folder = testFolder();
    const native = join(folder, "checkout", "native");
    mkdirSync(join(folder, "checkout"), { mode: 0o700 });
    cpSync(installed.native, native, {
      recursive: true,
      filter: (path) => !/\.so(\.6|\.60|\.3|\.5)?$/.test(path) || /lib(crypto|ssl|xml|z|lz|ossp)/.test(path),
    });
    chmodSync(join(native, "share", "postgresql", "postgres.bki"), 0o600);

    const found = await findRuntime(account, [join(folder, "place")], { native, version: "1.2.3" });
    assert.deepEqual(found, { ok: true, native: join(folder, "place", `pg-1.2.3-${process.arch}`) });
  },
);

test("a refusal says what to do", async () => {
  const file = join(testFolder(), "file");
  writeFileSync(file, "");
  const refused = await startPostgres({ dataDir: join(file, "below") });
  assert.ok(!refused.ok);
  assert.match(
    refusalFor("initdb: error: could not write: No space left on device", "/d").sentence,
    /disk holding \/d is full/,
  );
  assert.match(refusalFor('FATAL:  could not open "x": Permission denied', "/d").sentence, /SIAGA_DATA_DIR/);
  assert.equal(refusalFor("FATAL:  database files are incompatible with server", "/d").code, "other-version");
});
