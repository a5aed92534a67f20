import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openMediaPlane, spokenPrompts } from "@siaga/media";
import { openSip } from "@siaga/sip";
import { type House, openHouse } from "./testing/house.ts";
import { until } from "./testing/until.ts";

/** The exchange on a real trunk and a real media process; the centre and the journal in memory. */
async function realHouse(t: TestContext): Promise<{ readonly house: House; readonly port: number }> {
  const rtpPorts = { first: 34_000, last: 34_399 };
  const sip = await openSip({
    address: "127.0.0.1",
    port: 0,
    trunks: [{ name: "carrier", addresses: ["127.0.0.1"], peer: null, trustIdentity: true, pseudoNumbers: [] }],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "test",
    publicAddress: null,
  });
  const media = await openMediaPlane({
    rtpPorts,
    mediaAddresses: ["127.0.0.1"],
    deskPorts: { first: 34_400, last: 34_499 },
    promptFolder: spokenPrompts("id"),
  });
  const house = await openHouse({ rtpPorts }, { real: { sip, media } });
  t.after(async () => {
    await house.close();
    await Promise.all([sip.close(), media.close()]);
  });
  return { house, port: sip.port };
}

/** sipp's own caller: INVITE, 180, 200, ACK, a pause, BYE, 200. Resolves with its exit code; 0 when every call went so. */
function callers(port: number, count: number, pause = 300): Promise<number | null> {
  const caller = spawn(
    "sipp",
    [
      "-sn",
      "uac",
      `127.0.0.1:${port}`,
      "-s",
      "112",
      "-i",
      "127.0.0.1",
      "-m",
      `${count}`,
      "-r",
      "20",
      "-d",
      `${pause}`,
      "-nostdin",
      "-timeout",
      "40s",
      "-timeout_error",
    ],
    { stdio: "ignore" },
  );
  return new Promise((resolve, reject) => {
    caller.on("error", reject);
    caller.on("exit", (code) => resolve(code));
  });
}

const ended = (house: House): number => house.centre.events.filter(({ type }) => type === "call.ended").length;

test("callers on a real trunk hear 180 and 200, wait with a prompt, hang up, and each has its outcome and recording", async (t) => {
  const { house, port } = await realHouse(t);
  await house.centre.join();

  assert.equal(await callers(port, 5), 0);
  await until("five outcomes", () => ended(house) === 5);
  const recordings = await until("five recordings", () => {
    const kept = house.centre.events.flatMap((event) => (event.type === "recording.kept" ? [event] : []));
    return kept.length === 5 && kept;
  });

  const connected = house.centre.events.filter(({ type }) => type === "call.connected").length;
  assert.equal(connected, 5);
  for (const { file, sha256 } of recordings) {
    const path = join(house.configuration.dataDir, file);
    assert.ok(existsSync(path));
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.match(sha256, /^[0-9a-f]{64}$/);
  }
  assert.equal(house.exchange.calls(), 0);
});

test("callers on a real trunk are served with the centre dead, and the next centre's ledger counts them all", async (t) => {
  const { house, port } = await realHouse(t);
  await house.centre.join();
  assert.equal(await callers(port, 2), 0);
  await until("two outcomes", () => ended(house) === 2);

  house.centre.die();
  assert.equal(await callers(port, 3), 0);
  await until("it decides by itself", () => house.exchange.succession.leader() === "own");
  assert.equal(await callers(port, 3), 0);
  await house.centre.join({ epoch: 2 });

  await until("eight outcomes", () => ended(house) === 8);
  assert.equal(house.centre.events.filter(({ type }) => type === "call.admitted").length, 8);
  assert.equal(house.centre.state.calls.size, 0);
});
