import assert from "node:assert/strict";
import { test } from "node:test";
import { normalPolicy } from "@siaga/core";
import { type House, openHouse } from "../testing/house.ts";
import { until } from "../testing/until.ts";

const neighbour = { name: "Kabupaten", number: "+62254200112" };
const police = { name: "Polres", number: "110" };

const houseWithFallback = (): Promise<House> =>
  openHouse({ policy: { ...normalPolicy, recordedLines: [], fallback: [neighbour, police] } });

test("with nobody signed in the fallback numbers ring too; the first to answer talks with the caller", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  const { id } = telephone.call;
  await until("both are dialled", () => house.trunk.dialled.length === 2);
  const [first, second] = house.trunk.dialled;

  first?.says({ type: "answered", sdp: "an answer" });
  await until("the caller hears them", () => house.media.rooms.get(id) === id);

  assert.equal(house.media.rooms.get(`${id}/${neighbour.name}`), id);
  await until("the other stops ringing", () => second?.heard.includes("BYE"));
  assert.equal(first?.heard.includes("BYE"), false);
  assert.equal(house.media.playing.has(id), false);
  await until("the log says so", () => house.centre.events.some(({ type }) => type === "call.answered-elsewhere"));
});

test("when the fallback's side hangs up the caller's call ends as answered elsewhere", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("dialled", () => house.trunk.dialled.length === 2);
  house.trunk.dialled[0]?.says({ type: "answered", sdp: "an answer" });
  await until("bridged", () => house.centre.state.calls.get(telephone.call.id)?.state === "elsewhere");

  house.trunk.dialled[0]?.says({ type: "bye" });
  await until("BYE", () => telephone.heard.includes("BYE"));

  const ended = house.centre.events.find((event) => event.type === "call.ended");
  assert.equal(ended?.outcome, "answered_elsewhere");
  assert.equal(house.media.legs.size, 0);
});

test("a fallback whose answer we cannot take has not answered: the caller goes on waiting, and it may be tried again", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("dialled", () => house.trunk.dialled.length === 2);
  house.media.refuseAnswer({ ok: false, code: "no-codec", sentence: "Only Opus was answered." });

  house.trunk.dialled[0]?.says({ type: "answered", sdp: "an answer" });
  await until("it is let go", () => house.trunk.dialled[0]?.heard.includes("BYE"));
  await until("told", () => house.centre.told.some(({ type }) => type === "fallback.failed"));

  assert.ok(house.centre.state.waiting.includes(telephone.call.id));
  assert.equal(telephone.heard.includes("BYE"), false);
  assert.equal(
    house.centre.told.some(({ type }) => type === "fallback.answered"),
    false,
  );
  house.trunk.dialled[1]?.says({ type: "answered", sdp: "an answer" });
  await until("the other number has them", () => house.media.rooms.get(`${telephone.call.id}/${police.name}`));
});

test("a bridged fallback whose line fails brings the caller back to the prompt and into the queue, never a BYE", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  const { id } = telephone.call;
  await until("dialled", () => house.trunk.dialled.length === 2);
  house.trunk.dialled[0]?.says({ type: "answered", sdp: "an answer" });
  await until("bridged", () => house.centre.state.calls.get(id)?.state === "elsewhere");
  await until("nothing plays", () => !house.media.playing.has(id));

  house.trunk.dialled[0]?.says({ type: "failed", code: 408, reason: "gone" });

  await until("the caller hears that they wait", () => house.media.playing.get(id)?.includes("still-waiting"));
  assert.ok(house.centre.state.waiting.includes(id));
  assert.equal(telephone.heard.includes("BYE"), false);
  await until("the numbers ring again", () => house.trunk.dialled.length === 4);
});

test("a caller who leaves takes every ringing fallback along", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("dialled", () => house.trunk.dialled.length === 2);

  telephone.says({ type: "bye" });

  await until("no fallback rings", () => house.trunk.dialled.every(({ heard }) => heard.includes("BYE")));
  assert.equal(house.media.legs.size, 0);
});

test("a fallback number that fails leaves the caller waiting, and may be tried again", async (t) => {
  const house = await houseWithFallback();
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("dialled", () => house.trunk.dialled.length === 2);

  house.trunk.dialled[0]?.says({ type: "failed", code: 486, reason: "busy" });
  house.centre.accept({ type: "answer.overdue", call: telephone.call.id });

  await until("tried again", () => house.trunk.dialled.length === 3);
  assert.deepEqual(
    house.trunk.dialled.map(({ to }) => to),
    [neighbour.number, police.number, neighbour.number],
  );
  assert.ok(house.centre.state.waiting.includes(telephone.call.id));
});
