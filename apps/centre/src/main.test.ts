import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readKeys } from "@siaga/configuration";
import { startPostgres } from "@siaga/postgres";
import { arrival } from "./rehearsal/calls.ts";
import { held, openExchangePeer } from "./rehearsal/exchange-peer.ts";
import { until } from "./rehearsal/open-rehearsal.ts";

const home = mkdtempSync(join(tmpdir(), "siaga-main-"));
const started = await startPostgres({ dataDir: home });
assert.ok(started.ok);
after(async () => {
  await started.stop();
  rmSync(home, { recursive: true, force: true });
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    server.close();
    if (port > 30_000 && port < 60_000) return port;
  }
}

/** One seat of the centre: a data folder with the instance's keys, and the process when it runs. */
async function seat(name: string, link: string) {
  const dataDir = join(home, name);
  mkdirSync(dataDir);
  if (name !== "first") copyFileSync(join(home, "first", "keys.json"), join(dataDir, "keys.json"));
  const keys = readKeys(dataDir);
  const port = await freePort();
  const env = {
    ...process.env,
    SIAGA_DATA_DIR: dataDir,
    SIAGA_CITY: "empty",
    SIAGA_HTTP_PORT: String(port),
    SIAGA_EXCHANGE_LINK: link,
    SIAGA_LOG_LEVEL: "error",
    SIAGA_ADMIN_PASSWORD: "rahasia-uji",
    DATABASE_URL: started.ok ? started.url : "",
  };
  const start = (): ChildProcess =>
    spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
      env,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  return { keys, start, url: `http://127.0.0.1:${port}` };
}

test("a centre killed outright comes back leading; a standby takes over when it does not; a told one ends in order", async (t) => {
  const link = join(home, "exchange.sock");
  const first = await seat("first", link);
  const second = await seat("second", link);
  const exchange = await openExchangePeer(link, first.keys.link);
  t.after(() => exchange.close());
  let centre = first.start();
  t.after(() => centre.kill("SIGKILL"));
  exchange.report(arrival("waiting"), "+6281234564417");
  await until("the caller hears ringing", () => exchange.asked("call.ring").length > 0, 60_000);
  exchange.hello = { held: [held("waiting")] };

  centre.kill("SIGKILL");
  await once(centre, "exit");
  centre = first.start();
  await until("it leads again", () => exchange.welcomes.length === 2, 60_000);
  assert.equal(exchange.welcomes[1]?.epoch, 2);

  const standby = second.start();
  t.after(() => standby.kill("SIGKILL"));
  await once(centre, "message");
  assert.equal((await fetch(`${first.url}/api/health`)).status, 200);
  centre.kill("SIGKILL");
  await until("the standby leads", () => exchange.welcomes.length === 3, 60_000);
  assert.equal(exchange.welcomes[2]?.epoch, 3);
  assert.deepEqual(exchange.welcomes[2]?.state["waiting"] as string[], ["waiting"]);

  standby.kill("SIGTERM");
  const [code] = await once(standby, "exit");
  assert.equal(code, 0);
});
