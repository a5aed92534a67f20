import assert from "node:assert/strict";
import { test } from "node:test";
import type { PartyHow } from "@siaga/core";
import { type House, openHouse } from "../testing/house.ts";
import { until } from "../testing/until.ts";

/** A caller talks with meja-1, and Damkar is called beside. */
async function calledBeside(house: House, how: PartyHow) {
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "ani", desk: "meja-1", role: "call-taker" });
  house.centre.accept({ type: "operator.readied", desk: "meja-1" });
  const telephone = house.trunk.ring();
  const call = await until("it rings", () => desk.heard.find((word) => word.type === "ring")?.card.call);
  desk.says({ type: "answer-call", call });
  await until("joined", () => desk.heard.some((word) => word.type === "joined"));
  telephone.acknowledges();
  const party = { party: "p-1", to: { kind: "agency", agency: "damkar" }, how } as const;
  house.centre.accept({ type: "party.requested", call, desk: "meja-1", ...party });
  const peer = await until("dialled", () => house.trunk.dialled[0]);
  return { desk, telephone, call, peer };
}
const roomsOf = (house: House, ...legs: string[]) => legs.map((leg) => house.media.rooms.get(leg) ?? null);

test("consulting: the caller hears the prompt, the desk hears it ring, then speaks with the agency alone", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, call, peer } = await calledBeside(house, "consult");
  assert.deepEqual(house.media.playing.get(call), ["on-hold"]);
  peer.says({ type: "ringing" });
  await until("ringing is heard", () => house.media.playing.get("meja-1")?.includes("ringback"));

  peer.says({ type: "answered", sdp: "an answer" });
  await until("they speak", () => house.media.rooms.get("p-1") === call);
  assert.deepEqual(roomsOf(house, call, "meja-1", "p-1"), [null, call, call]);
  assert.equal(house.media.playing.has("meja-1"), false);
  assert.deepEqual(house.media.playing.get(call), ["on-hold"]);
  assert.ok(house.media.recording.has("p-1"));

  desk.says({ type: "leave-call", call });
  await until("the desk is out", () => desk.heard.some((word) => word.type === "ended"));
  assert.deepEqual(roomsOf(house, call, "meja-1", "p-1"), [call, null, call]);
  assert.equal(house.media.playing.has(call), false);

  peer.says({ type: "bye" });
  await until("nothing is left", () => house.exchange.calls() === 0);
  assert.deepEqual(
    [...house.media.legs].filter((leg) => leg !== "meja-1"),
    [],
  );
});

test("a blind transfer that is busy: the caller heard ringing, and is with the same desk again", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { call, peer } = await calledBeside(house, "blind");
  await until("the caller hears that they are put through", () =>
    house.media.playing.get(call)?.includes("connecting"),
  );
  assert.deepEqual(roomsOf(house, call, "meja-1"), [null, null]);

  peer.says({ type: "failed", code: 486, reason: "Busy Here" });

  await until("together again", () => house.media.rooms.get("meja-1") === call);
  assert.equal(house.media.rooms.get(call), call);
  assert.equal(house.media.playing.has(call), false);
  assert.equal(house.centre.state.calls.get(call)?.state, "answered");
});

test("an agency that falls silent alarms until it is heard again or gone, and nothing is ended for it", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { call, telephone, peer } = await calledBeside(house, "three-way");
  const alarmed = (): boolean => house.centre.state.alarms.has("audio-missing:p-1");
  peer.says({ type: "answered", sdp: "an answer" });
  await until("they speak", () => house.media.rooms.get("p-1") === call);

  house.media.says({ type: "rtp-missing", leg: "p-1" });
  await until("the alarm", alarmed);
  house.media.says({ type: "rtp-returned", leg: "p-1" });
  await until("heard again", () => !alarmed());
  assert.deepEqual([peer.heard.includes("BYE"), telephone.heard.includes("BYE")], [false, false]);

  house.media.says({ type: "unheard", leg: "p-1" });
  await until("the alarm", alarmed);
  peer.says({ type: "bye" });
  await until("gone with the agency", () => !alarmed());
  assert.equal(house.centre.state.calls.get(call)?.state, "answered");
});

test("a caller who hangs up leaves no leg behind, whoever was being called for them", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { telephone, peer } = await calledBeside(house, "three-way");

  telephone.says({ type: "bye" });

  await until("the party is let go", () => peer.heard.includes("BYE"));
  await until("nothing is left", () => house.exchange.calls() === 0);
  await until("the core agrees", () => house.centre.state.parties.size === 0);
});

/** A party's wish for another, as the trunk brings it. */
function wish(to: string) {
  const told: (number | string)[] = [];
  const referral = {
    to,
    accept: () => void told.push("accepted"),
    decline: () => void told.push("declined"),
    tell: (status: number) => void told.push(status),
  };
  return { told, event: { type: "refer", referral, trunk: "carrier" } as const };
}

test("an agency sends the caller on: the number is dialled, the caller hears ringing, then speaks with whoever answers", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, call, peer } = await calledBeside(house, "consult");
  const early = wish("204");
  peer.says(early.event);
  peer.says({ type: "answered", sdp: "an answer" });
  await until("they speak", () => house.media.rooms.get("p-1") === call);
  desk.says({ type: "leave-call", call });
  await until("the desk is out", () => desk.heard.some((word) => word.type === "ended"));

  const { told, event } = wish("204");
  peer.says(event);
  const again = wish("205");
  peer.says(again.event);
  const next = await until("the extension is dialled", () => house.trunk.dialled[1]);
  assert.equal(next.to, "204");
  await until("the caller hears that they are put through", () =>
    house.media.playing.get(call)?.includes("connecting"),
  );
  next.says({ type: "ringing" });
  next.says({ type: "answered", sdp: "an answer" });
  await until("the caller is with them", () => house.media.rooms.get(call) === call);
  assert.equal(house.media.playing.has(call), false);
  peer.says({ type: "bye" });
  await until("the agency is out", () => house.centre.state.parties.size === 1);
  assert.equal(house.media.rooms.get(call), call);

  assert.deepEqual([told, early.told, again.told], [["accepted", 180, 200], ["declined"], ["declined"]]);
  next.says({ type: "bye" });
  await until("nothing is left", () => house.exchange.calls() === 0);
});

test("a number that is busy leaves the caller with the agency that named it", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, call, peer } = await calledBeside(house, "consult");
  peer.says({ type: "answered", sdp: "an answer" });
  await until("they speak", () => house.media.rooms.get("p-1") === call);
  desk.says({ type: "leave-call", call });
  await until("the desk is out", () => desk.heard.some((word) => word.type === "ended"));
  const { told, event } = wish("204");
  peer.says(event);
  const next = await until("the extension is dialled", () => house.trunk.dialled[1]);
  await until("apart", () => !house.media.rooms.has(call));
  next.says({ type: "failed", code: 486, reason: "Busy Here" });
  await until("together again", () => house.media.rooms.get(call) === call);
  assert.deepEqual(roomsOf(house, call, "p-1"), [call, call]);
  assert.deepEqual(told, ["accepted", 486]);
});

test("three speak together; one may be held, come back and be let go without the others noticing", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, call, peer } = await calledBeside(house, "three-way");
  peer.says({ type: "answered", sdp: "an answer" });
  await until("all three", () => house.media.rooms.get("p-1") === call);
  assert.deepEqual(roomsOf(house, call, "meja-1", "p-1"), [call, call, call]);

  desk.says({ type: "press", party: "p-1", digits: "2" });
  desk.says({ type: "press", party: "somebody else", digits: "3" });
  await until("the key is pressed", () => house.media.pressed.includes("p-1 2"));
  desk.says({ type: "hold", call });
  await until("held", () => desk.heard.some((word) => word.type === "held"));
  assert.deepEqual(roomsOf(house, call, "meja-1", "p-1"), [null, call, call]);
  desk.says({ type: "resume", call });
  await until("resumed", () => house.media.rooms.get(call) === call);

  assert.deepEqual(house.media.pressed, ["p-1 2"]);
  desk.says({ type: "drop-party", party: "p-1" });
  await until("dropped", () => peer.heard.includes("BYE"));
  assert.deepEqual(roomsOf(house, call, "meja-1"), [call, call]);
});
