import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { type MediaEvent, type MediaPlane, openMediaPlane } from "@siaga/media";
import { level, RtpPeer, toneBytes } from "@siaga/media/instrument";
import { openSip, type OutboundEvent, type SipOptions } from "@siaga/sip";
import { type House, openHouse, testConfiguration } from "./testing/house.ts";
import { until } from "./testing/until.ts";

const trunk = { addresses: ["127.0.0.1"], trustIdentity: true, pseudoNumbers: [], channels: null, codecs: null };
const options: SipOptions = {
  address: "127.0.0.1",
  port: 0,
  trunks: [],
  country: "ID",
  shortCodes: ["112"],
  userAgent: "test",
  publicAddress: null,
};

/** Every prompt is a tone of 440 Hz. */
function tonePrompts(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "siaga-prompts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["welcome-wait", "recorded-notice", "still-waiting", "on-hold", "all-busy", "ringback"])
    writeFileSync(join(folder, `${name}.al`), toneBytes(440, 4_000, "PCMA"));
  return folder;
}

/** Desks without a browser: their sound is not what is tried here. */
function withoutBrowsers(media: MediaPlane): MediaPlane {
  const listeners: ((event: MediaEvent) => void)[] = [];
  const own: Pick<MediaPlane, "on" | "openDeskLeg"> = {
    on(listener) {
      listeners.push(listener);
      media.on(listener);
    },
    async openDeskLeg(leg) {
      setImmediate(() => listeners.forEach((listener) => listener({ type: "desk-up", leg })));
      return { ok: true, sdp: "v=0" };
    },
  };
  const theirs = (name: PropertyKey): unknown => {
    const found: unknown = Reflect.get(media, name);
    return typeof found === "function" ? found.bind(media) : found;
  };
  return new Proxy(media, { get: (_target, name) => (name in own ? Reflect.get(own, name) : theirs(name)) });
}

/** A house on a real trunk with a real media process, and a caller with real sound. */
async function call(t: TestContext, answer: "on-operator" | "at-once") {
  const rtpPorts = { first: 34_600, last: 34_799 };
  const carrier = { ...trunk, name: "carrier", peer: null, answer };
  const sip = await openSip({ ...options, trunks: [carrier] });
  const deskPorts = { first: 34_800, last: 34_849 };
  const media = await openMediaPlane({
    rtpPorts,
    mediaAddresses: ["127.0.0.1"],
    deskPorts,
    promptFolder: tonePrompts(t),
  });
  const { sip: configured } = testConfiguration();
  const house: House = await openHouse(
    { rtpPorts, sip: { ...configured, trunks: [carrier] } },
    { real: { sip, media: withoutBrowsers(media) } },
  );
  const telephone = await openSip({
    ...options,
    trunks: [{ ...trunk, name: "city", peer: `sip:127.0.0.1:${sip.port}` }],
  });
  const sound = await RtpPeer.open();
  t.after(async () => {
    await house.close();
    await Promise.all([sip.close(), media.close(), telephone.close(), sound.close()]);
  });
  await house.centre.join();
  const events: OutboundEvent["type"][] = [];
  const dialled = telephone.dial("city", "112", { id: "a", offer: sound.describe(), callerNumber: "081234567890" });
  dialled.on((event) => {
    events.push(event.type);
    if (event.type === "progress" || event.type === "answered") sound.connect(event.sdp);
  });
  return { house, dialled, events, sound };
}

test("where the carrier bills from the answer, a caller hears the prompt before any 200, and 200 is an operator's", async (t) => {
  const { house, dialled, events, sound } = await call(t, "on-operator");
  const desk = await house.desk("meja-1");
  await until("the prompt is heard at 440 Hz", () => level(sound.lastHeard(500), 440) > 4_000);
  assert.ok(events.includes("progress") && !events.includes("answered"), events.join());

  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "sari", desk: "meja-1", role: "call-taker" });
  desk.says({ type: "ready" });
  const ring = await until("the ring", () => desk.heard.find((word) => word.type === "ring"));
  desk.says({ type: "answer-call", call: ring.card.call });
  await until("200", () => events.includes("answered"));
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
  assert.equal(house.exchange.calls(), 0);
});

test("a caller who leaves while hearing the prompt before any answer leaves nothing behind", async (t) => {
  const { house, dialled, events, sound } = await call(t, "on-operator");
  await until("the prompt is heard at 440 Hz", () => level(sound.lastHeard(500), 440) > 4_000);
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
  assert.ok(!events.includes("answered"));
  assert.equal(house.exchange.calls(), 0);
});

test("on a trunk that is answered at once, the caller gets 200 as soon as it rings", async (t) => {
  const { house, dialled, events } = await call(t, "at-once");
  await until("200", () => events.includes("answered"));
  await dialled.cancelOrHangUp();
  await until("the outcome", () => house.centre.events.some(({ type }) => type === "call.ended"));
});
