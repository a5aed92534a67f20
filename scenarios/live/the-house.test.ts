import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { until } from "@siaga/media/instrument";
import { startPostgres } from "@siaga/postgres";
import { freeBlock, freeSipPort, startInstance } from "./instance.ts";
import { ledgerOf } from "./evidence.ts";
import { openTelephones } from "./telephone.ts";

const root = resolve(import.meta.dirname, "../..");
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "siaga-house-"));
  folders.push(made);
  return made;
};
after(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })));

/** Starts the house with this environment and waits for its end. */
function startAndFail(env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    const inherited = { ...process.env, SIAGA_DATA_DIR: folder() };
    delete (inherited as NodeJS.ProcessEnv)["NODE_TEST_CONTEXT"];
    const house = spawn(process.execPath, ["start.mjs"], {
      cwd: root,
      env: { ...inherited, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [house.stdout, house.stderr])
      stream.on("data", (chunk: Buffer) => void (said += chunk.toString()));
    house.once("exit", (code) => done({ code, said }));
  });
}

test("unusable configuration is refused with a sentence naming the key, the value and the accepted form", async () => {
  const { code, said } = await startAndFail({ SIAGA_HTTP_PORT: "eighty", SIAGA_RTP_PORTS: "5-6" });
  assert.equal(code, 78);
  assert.deepEqual(said.trim().split("\n"), [
    'http.port (SIAGA_HTTP_PORT) is "eighty": accepted is a whole number from 1 to 65535.',
    'rtpPorts (SIAGA_RTP_PORTS) is "5-6": accepted is a range of UDP ports such as 20000-20999.',
  ]);
});

test("a taken port gets one clear sentence", async () => {
  // Its neighbours and the SIP port are free: each that is not would be told as well.
  const port = await freeBlock(4);
  const squatter = createServer().listen(port, "0.0.0.0");
  await new Promise((done) => squatter.once("listening", done));
  const sipPort = await freeSipPort();
  const { code, said } = await startAndFail({ SIAGA_HTTP_PORT: String(port), SIAGA_SIP_PORT: String(sipPort) });
  squatter.close();
  assert.equal(code, 78);
  assert.match(
    said,
    new RegExp(
      `^TCP port ${port} on 0\\.0\\.0\\.0 is taken by another program; stop it or choose another port with http\\.port \\(SIAGA_HTTP_PORT\\)\\.$`,
      "m",
    ),
  );
  assert.equal(said.trim().split("\n").length, 1);
});

test("a second start goes on with the data, and two instances live on one machine", async () => {
  const first = await startInstance({ dataDir: folder() });
  const second = await startInstance({ dataDir: folder(), demo: false });
  const telephones = await openTelephones(first);
  const caller = await telephones.dial({ number: "+6281200000001", tone: 900 });
  await caller.answered();
  await caller.hangUp();
  await until("the call's end in the ledger", async () => (await ledgerOf(first)).open === 0);
  await telephones.close();
  assert.equal((await ledgerOf(second)).incoming, 0);

  const again = await first.restart();
  assert.deepEqual(await ledgerOf(again).then(({ incoming, open }) => ({ incoming, open })), { incoming: 1, open: 0 });
  await again.stop();
  await second.stop();
});

test("an empty city takes calls on 112 and its one account signs in with the printed password", async () => {
  const instance = await startInstance({ dataDir: folder(), demo: false });
  const password = readFileSync(join(instance.dataDir, "admin-password"), "utf8").trim();
  assert.ok(instance.said().includes(password));
  const signedIn = await fetch(`${instance.console}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: instance.console },
    body: JSON.stringify({ username: "admin", password }),
  });
  assert.equal(signedIn.status, 200);
  const telephones = await openTelephones(instance);
  const caller = await telephones.dial({ number: "+6281200000002", tone: 900 });
  await caller.answered();
  assert.equal((await ledgerOf(instance)).open, 1);
  await telephones.close();
  await instance.stop();
});

test("a city with a database of its own gives its address, and nothing else changes", async () => {
  const database = await startPostgres({ dataDir: folder() });
  assert.ok(database.ok);
  const instance = await startInstance({ dataDir: folder(), env: { DATABASE_URL: database.url } });
  const telephones = await openTelephones(instance);
  const caller = await telephones.dial({ number: "+6281200000003", tone: 900 });
  await caller.answered();
  await telephones.close();
  await until("the call's end in the ledger", async () => (await ledgerOf(instance)).open === 0);
  assert.match(await instance.siaga("audit", "verify"), /chain intact/);
  await instance.stop();
  await database.stop();
});
