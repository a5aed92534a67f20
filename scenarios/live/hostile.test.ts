import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { DeskClaim } from "@siaga/contracts/http";
import { until } from "@siaga/media/instrument";
import {
  hostileFrames,
  hostileHttp,
  hostileJson,
  hostileLink,
  hostileSip,
  sayOnEach,
  sendDatagrams,
  upgrade,
} from "./attacks.ts";
import {
  chainIntact,
  configurationOf,
  hearOneAnother,
  ledgerOf,
  mediaOf,
  openScene,
  patience,
  postmasterOf,
} from "./evidence.ts";
import type { Instance } from "./instance.ts";

test("whatever is thrown at its doors, the same processes go on and the call in hand is not disturbed", async (story) => {
  const { instance, telephones, sitDown, step } = await openScene(story);
  const desk = await sitDown("ani", "meja-1", 700);
  const caller = await telephones.dial({ number: "+6281218004451", tone: 1_000 });
  await desk.answer();
  await hearOneAnother(desk, caller);
  const configuration = configurationOf(instance);
  const before = partsOf(instance);
  const host = "127.0.0.1";

  await step("SIP over UDP and TCP", async () => {
    await sendDatagrams(instance.sipPort, hostileSip);
    await sayOnEach({ where: { host, port: instance.sipPort } }, hostileSip);
    assert.deepEqual(partsOf(instance), before);
  });

  await step("RTP and desk media ports", async () => {
    const { rtpPorts, deskMediaPorts } = configuration;
    for (let port = rtpPorts.first; port <= deskMediaPorts.last; port++)
      await sendDatagrams(port, [randomBytes(1 + (port % 1_400)), Buffer.alloc(0)]);
    assert.deepEqual(partsOf(instance), before);
  });

  await step("HTTP, HTTPS and the desks' ports", async () => {
    const { http, deskPorts } = configuration;
    for (const port of [http.port, http.httpsPort, deskPorts.http, deskPorts.https])
      await sayOnEach({ where: { host, port } }, hostileHttp);
    const cookie = await signIn(instance, "citra");
    for (const [method, path] of [
      ["POST", "/api/session"],
      ["POST", "/api/desk"],
      ["POST", "/api/incidents"],
      ["PATCH", "/api/incidents/%00"],
      ["POST", "/api/calls/..%2f..%2f/answer"],
      ["POST", "/api/calls/x/classification"],
    ] as const)
      for (const body of hostileJson) {
        const status = await send(instance, method, path, body, cookie);
        assert.ok(status === null || status < 500, `${method} ${path}: ${status}`);
      }
    assert.deepEqual(partsOf(instance), before);
  });

  await step("the live view and the desk-link, signed in and not", async () => {
    const cookie = await signIn(instance, "citra");
    const claimed = await fetch(`${instance.console}/api/desk`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: instance.console, cookie },
      body: JSON.stringify({ desk: "meja-3" }),
    });
    const { token, ports } = (await claimed.json()) as DeskClaim;
    const live = { host, port: configuration.http.port };
    const desks = { host, port: ports.http };
    await sayOnEach({ where: live, opening: upgrade("/live", `Cookie: ${cookie}`) }, hostileFrames);
    await sayOnEach({ where: live, opening: upgrade("/live") }, hostileFrames);
    await sayOnEach({ where: desks, opening: upgrade("/desk?token=x.y") }, hostileFrames);
    // One at a time: the newest connection of a claim owns the desk.
    const opening = upgrade(`/desk?token=${encodeURIComponent(token)}`);
    for (const frame of hostileFrames) await sayOnEach({ where: desks, opening, stay: 250 }, [frame]);
    assert.deepEqual(partsOf(instance), before);
  });

  await step("the link between the exchange and the centre", async () => {
    await sayOnEach({ where: { path: configuration.exchangeLink } }, hostileLink);
    assert.deepEqual(partsOf(instance), before);
    await desk.page.locator('[data-testid="link-centre"][data-up="true"]').waitFor({ timeout: patience });
  });

  await step("the call in hand was not disturbed, the next one works, and everything is accounted for", async () => {
    await hearOneAnother(desk, caller);
    // INVITEs that were whole are calls like any other; nobody acknowledges their 200, so each ends (RFC 3261 §13.3.1.4).
    await until("only the call in hand is open", async () => (await ledgerOf(instance)).open === 1, 2 * patience);
    await desk.hangUp();
    await caller.ended();
    const next = await telephones.dial({ number: "+6281218004452", tone: 1_300 });
    await next.ringing();
    await desk.page.getByTestId("finish-wrap-up").click({ timeout: patience });
    await desk.answer();
    await hearOneAnother(desk, next);
    await desk.hangUp();
    await next.ended();
    const { incoming, outcomes, open } = await ledgerOf(instance);
    assert.equal(incoming, Object.values(outcomes).reduce((sum, count) => sum + count, 0) + open);
    await chainIntact(instance);
    assert.doesNotMatch(instance.said(), /a bug; the calls go on|fault in the media process|"level":60|again\./);
  });
});

const partsOf = (instance: Instance) => ({
  exchange: instance.pidOf("exchange"),
  centre: instance.pidOf("centre"),
  media: mediaOf(instance),
  postgres: postmasterOf(instance),
});

async function signIn(instance: Instance, username: string): Promise<string> {
  const answer = await fetch(`${instance.console}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: instance.console },
    body: JSON.stringify({ username, password: "siaga112" }),
  });
  assert.equal(answer.status, 200);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
}

/** The status answered; null when the connection was cut off in the middle of too large a body. */
async function send(instance: Instance, method: string, path: string, body: string, cookie: string) {
  try {
    const headers = { "content-type": "application/json", origin: instance.console, cookie };
    return (await fetch(`${instance.console}${path}`, { method, headers, body })).status;
  } catch {
    return null;
  }
}
