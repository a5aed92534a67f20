import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { CentreEvent } from "@siaga/core";
import { startPostgres } from "../server/start.ts";
import { openTestRecord, testFolder } from "../test-database.ts";

test("a database killed under load loses nothing it confirmed and keeps nothing twice", async () => {
  const dataDir = testFolder();
  const server = await startPostgres({ dataDir });
  assert.ok(server.ok);
  const record = await openTestRecord(server.url);
  await record.lease.take("here", 0);

  const batches = Array.from({ length: 300 }, (_, n) =>
    [n * 2, n * 2 + 1].map((at): CentreEvent => ({ type: "call.queued", at, call: `call-${at}` })),
  );
  let rejected = 0;
  for (const [n, events] of batches.entries()) {
    if (n % 100 === 50) {
      const [pid] = readFileSync(join(dataDir, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n");
      setTimeout(() => process.kill(Number(pid), "SIGKILL"), 2);
    }
    for (let tries = 0; tries < 600; tries++) {
      const appended = await record.log.append({ events, promised: [] }).catch(() => null);
      if (appended !== null) {
        assert.deepEqual(appended, { ok: true, seq: n * 2 + 2 });
        break;
      }
      rejected++;
      await pause(50);
    }
  }
  assert.ok(rejected > 0);
  const calls = [];
  for await (const { event } of record.log.read(0)) calls.push(event.at);
  assert.deepEqual(
    calls,
    Array.from({ length: 600 }, (_, at) => at),
  );
  assert.equal((await record.verifyChain()).ok, true);
  await record.close();
  await server.stop();
});
