import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanup } from "node-datachannel";
import { openBrowser, openDeskPage, type DeskPage } from "../instrument/desk-page.ts";
import { level } from "../instrument/goertzel.ts";
import { caller, openPlane, testOptions } from "../instrument/plane-fixture.ts";
import { assail } from "../instrument/strangers.ts";
import { until } from "../instrument/until.ts";
import type { MediaEvent } from "../plane.ts";
import type { EmbeddedPlane } from "../embedded-plane.ts";
import { openNodeDatachannelLegs } from "./node-datachannel-operator-leg.ts";

const all = { hears: "all", heardBy: "all" } as const;

async function signIn(plane: EmbeddedPlane, page: DeskPage): Promise<void> {
  const answer = await plane.openDeskLeg("desk:1", await page.offer());
  if (!answer.ok) throw new Error(answer.sentence);
  assert.match(answer.sdp, /^m=audio \d+ UDP\/TLS\/RTP\/SAVPF 8/m);
  await page.accept(answer.sdp);
}

const up = (events: readonly MediaEvent[]): number => events.filter((event) => event.type === "desk-up").length;
const down = (events: readonly MediaEvent[]): number => events.filter((event) => event.type === "desk-down").length;

test("a caller and a desk in an unmodified Chromium hear one another, and between calls nothing of the desk is routed", async (t) => {
  const options = testOptions();
  const { plane, events } = openPlane(options, openNodeDatachannelLegs({ addresses: [], ports: options.deskPorts }));
  t.after(async () => {
    await plane.close();
    // The library's threads would keep this process.
    cleanup();
  });
  const browser = await openBrowser(700);
  t.after(() => browser.close());
  const page = await openDeskPage(browser);
  const ani = await caller(plane, "ani");
  t.after(() => ani.close());
  ani.sendTone(1000);
  plane.play("ani", ["low"], { loop: true, play: "wait" });

  await t.test("the desk comes up and its data channel carries text both ways", async () => {
    await signIn(plane, page);
    await until("desk-up", () => up(events) === 1);
    await page.say("ready");
    await until("the message", () => events.some((event) => event.type === "desk-message" && event.text === "ready"));
    plane.deskSend("desk:1", "ring");
    await until("the ring", async () => (await page.heardTexts()).includes("ring"));
  });

  await t.test("before a call nothing of the desk is heard, counted or routed", async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { perLeg } = await plane.statistics();
    assert.deepEqual(perLeg["desk:1"], {
      received: 0,
      sent: 0,
      lost: 0,
      jitterMs: 0,
      quality: null,
      routedFromDesk: 0,
    });
    assert.equal(
      events.some((event) => event.type === "speech" && event.leg === "desk:1"),
      false,
    );
    assert.ok(level(ani.lastHeard(400), 700) < 200);
  });

  await t.test("joined, both hear the other's frequency", async () => {
    plane.stopPlaying("ani");
    plane.join("call", "ani", all);
    plane.join("call", "desk:1", all);
    await until("the browser's tone at the caller", () => level(ani.lastHeard(200), 700) > 2000);
    await until("the caller's tone in the browser", async () => Math.abs((await page.loudest()).frequency - 1000) < 20);
    assert.ok((await plane.statistics()).perLeg["desk:1"]!.routedFromDesk > 0);
  });

  await t.test("20,000 broken datagrams from a stranger do not come between them", async () => {
    const { first } = options.deskPorts;
    await assail([first, first + 1], 20_000);
    const from = ani.heard.length;
    await until("the desk is still heard", () => ani.heard.length > from + 20 && level(ani.lastHeard(200), 700) > 2000);
    await until("the desk still hears", async () => Math.abs((await page.loudest()).frequency - 1000) < 20);
    assert.deepEqual([up(events), down(events)], [1, 0]);
  });

  await t.test("parted, the desk is neither heard nor sent to", async () => {
    plane.part("desk:1");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = (await plane.statistics()).perLeg["desk:1"]!;
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual((await plane.statistics()).perLeg["desk:1"], before);
    assert.ok(level(ani.lastHeard(200), 700) < 200);
  });

  await t.test("a desk that only listens hears the caller, and nothing of it is heard, counted or routed", async () => {
    const { received, routedFromDesk } = (await plane.statistics()).perLeg["desk:1"]!;
    plane.join("call", "desk:1", { hears: ["ani"], heardBy: [] });
    await until("the caller's tone in the browser", async () => (await page.loudest()).level > -50);
    const from = ani.heard.length;
    await until("a second more", () => ani.heard.length > from + 50);
    const after = (await plane.statistics()).perLeg["desk:1"]!;
    assert.deepEqual([after.received, after.routedFromDesk], [received, routedFromDesk]);
    assert.ok(level(ani.lastHeard(1000), 700) < 200);
  });

  await t.test("after a pause of seconds the next call is heard at once", async () => {
    plane.join("call", "desk:1", all);
    const joinedAt = performance.now();
    await until("the caller's tone in the browser", async () => (await page.loudest()).level > -50);
    t.diagnostic(`caller heard in the browser ${Math.round(performance.now() - joinedAt)} ms after the join`);
    await until("the browser's tone at the caller", () => level(ani.lastHeard(100), 700) > 2000);
  });

  await t.test("a refreshed page takes over the desk's place in the call", async () => {
    const refreshed = await openDeskPage(browser, page);
    await signIn(plane, refreshed);
    await until("desk-up again", () => up(events) === 2);
    const from = ani.heard.length;
    await until(
      "the refreshed page is heard",
      () => ani.heard.length > from + 20 && level(ani.lastHeard(200), 700) > 2000,
    );
    await until("the refreshed page hears", async () => Math.abs((await refreshed.loudest()).frequency - 1000) < 20);
    assert.equal(down(events), 1);
  });

  await t.test("a page that hangs up brings the desk down, and the caller stays", async () => {
    await page.page.evaluate("peer.close()");
    await until("desk-down", () => down(events) === 2);
    assert.equal((await plane.statistics()).legs, 2);
    assert.ok(performance.now() - ani.heard.at(-1)!.at < 500);
  });
});
