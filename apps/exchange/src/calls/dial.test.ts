import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExchangeEffect } from "@siaga/core";
import { type House, openHouse } from "../testing/house.ts";
import { until } from "../testing/until.ts";

/** A desk and a call-back it asked for. */
async function calledBack(house: House) {
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  const dial = {
    type: "callback.dial",
    outgoing: "out-1",
    callback: "call-1",
    desk: "meja-1",
    caller: { kind: "withheld" },
  } as const satisfies ExchangeEffect;
  house.centre.ask(dial, "+6281234564417");
  const peer = await until("dialled", () => house.trunk.dialled[0]);
  return { desk, peer, dial };
}

test("an abandoned caller is dialled once, the desk hears it ring, then the two hear one another", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, peer, dial } = await calledBack(house);
  assert.equal(peer.to, "+6281234564417");
  house.centre.ask(dial, "+6281234564417");

  peer.says({ type: "ringing" });
  await until("ringing is heard", () => house.media.playing.get("meja-1")?.includes("ringback"));
  peer.says({ type: "answered", sdp: "an answer" });
  await until("joined", () => desk.heard.some((word) => word.type === "joined" && word.call === "out-1"));

  assert.equal(house.media.playing.has("meja-1"), false);
  assert.deepEqual([house.media.rooms.get("out-1"), house.media.rooms.get("meja-1")], ["out-1", "out-1"]);
  assert.equal(house.trunk.dialled.length, 1);
  peer.says({ type: "bye" });
  await until("ended", () => desk.heard.some((word) => word.type === "ended"));
  assert.equal(house.media.legs.has("out-1"), false);
});

test("what the network plays before an answer is heard at the desk, which is not heard by the network", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { peer } = await calledBack(house);

  peer.says({ type: "progress", sdp: "early media" });

  await until("early audio", () => house.media.rooms.get("meja-1") === "out-1");
});

test("a call-back the operator gives up is cancelled", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { peer } = await calledBack(house);

  house.centre.ask({ type: "callback.hang-up", outgoing: "out-1" });

  await until("cancelled", () => peer.heard.includes("BYE"));
  await until("nothing is left", () => house.exchange.calls() === 0);
});

test("somebody called back hears that the desk comes back, also when it was lost before they answered", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { peer } = await calledBack(house);
  const [hold, resume] = [
    { type: "call.hold", call: "out-1", desk: "meja-1" },
    { type: "call.resume", call: "out-1", desk: "meja-1" },
  ] as const satisfies readonly ExchangeEffect[];

  house.centre.ask(hold);
  peer.says({ type: "answered", sdp: "an answer" });
  await until("the prompt", () => house.media.playing.get("out-1")?.includes("on-hold"));
  await until("told", () => house.centre.told.some(({ type }) => type === "callback.answered"));
  assert.equal(house.media.rooms.has("meja-1"), false);

  house.centre.ask(resume);
  await until("both speak", () => house.media.rooms.get("meja-1") === "out-1");
  assert.deepEqual([house.media.rooms.get("out-1"), house.media.playing.has("out-1")], ["out-1", false]);
  house.centre.ask(hold);
  await until("the prompt again", () => house.media.playing.get("out-1")?.includes("on-hold"));
  assert.equal(peer.heard.includes("BYE"), false);
});
