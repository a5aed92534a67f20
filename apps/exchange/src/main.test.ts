import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { until } from "./testing/until.ts";

/** A TCP port nobody used a moment ago, with room for the three after it. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port < 65_000 ? port : 31_500));
    });
  });
}

function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "siaga-main-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function configured(t: TestContext): Promise<string> {
  const dataDir = scratchFolder(t);
  const file = join(dataDir, "siaga.json");
  const configuration = {
    city: "empty",
    dataDir,
    http: { address: "127.0.0.1", port: await freePort() },
    sip: { address: "127.0.0.1", port: await freePort() },
    rtpPorts: "34600-34799",
  };
  writeFileSync(file, JSON.stringify(configuration));
  return file;
}

type Started = { readonly child: ChildProcess; readonly said: () => string; readonly ended: Promise<number | null> };

function startExchange(t: TestContext, configuration: string): Started {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...process.env, SIAGA_CONFIG: configuration },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  t.after(() => child.kill("SIGKILL"));
  return { child, said: () => said, ended };
}

test("the exchange says when it is ready, says one sentence when its port is taken, and ends cleanly", async (t) => {
  const configuration = await configured(t);
  const first = startExchange(t, configuration);
  await until("ready", () => first.said().includes("ready\n"), 20_000);

  const second = startExchange(t, configuration);
  assert.equal(await second.ended, 78);
  const sentences = second.said().trim().split("\n");
  assert.equal(sentences.length, 1);
  assert.match(sentences[0] ?? "", /taken by another program|another program holds it/);

  first.child.kill("SIGTERM");
  assert.equal(await first.ended, 0);
});

test("unusable configuration is refused with a sentence naming the key", async (t) => {
  const folder = scratchFolder(t);
  const file = join(folder, "siaga.json");
  writeFileSync(file, JSON.stringify({ dataDir: folder, sip: { port: 70_000 } }));

  const started = startExchange(t, file);

  assert.equal(await started.ended, 78);
  assert.match(started.said(), /sip\.port.*70000/);
});
