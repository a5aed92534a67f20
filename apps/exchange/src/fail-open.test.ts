import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskPeer } from "./testing/desk-peer.ts";
import { type House, openHouse } from "./testing/house.ts";
import { until } from "./testing/until.ts";

/** A desk signed in and ready at the centre. */
async function readyDesk(house: House, name: string): Promise<DeskPeer> {
  const desk = await house.desk(name);
  await until("the desk stands", () => house.centre.state.linked.includes(name));
  house.centre.accept({ type: "operator.signed-in", operator: `operator of ${name}`, desk: name, role: "call-taker" });
  desk.says({ type: "ready" });
  await until("ready", () => house.centre.state.desks.get(name)?.state === "available");
  return desk;
}

const ringsFor = (desk: DeskPeer, call: string): boolean =>
  desk.heard.some((word) => word.type === "ring" && word.card.call === call);
const isJoined = (desk: DeskPeer, call: string): boolean =>
  desk.heard.some((word) => word.type === "joined" && word.call === call);

test("with the centre dead a conversation goes on, a ringing call is answered, new callers ring every desk, and the ledger reconciles", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const first = await readyDesk(house, "meja-1");
  const talking = house.trunk.ring();
  await until("the first rings", () => ringsFor(first, talking.call.id));
  first.says({ type: "answer-call", call: talking.call.id });
  await until("the first talks", () => isJoined(first, talking.call.id));
  const second = await readyDesk(house, "meja-2");
  const ringing = house.trunk.ring();
  await until("the second rings", () => ringsFor(second, ringing.call.id));

  house.centre.die();
  await until("fail-open is told", () => second.heard.some((word) => word.type === "fail-open" && word.on));
  second.says({ type: "answer-call", call: ringing.call.id });
  await until("the second talks", () => isJoined(second, ringing.call.id));
  const waiting = house.trunk.ring();
  await until("a new caller hears 180", () => waiting.heard.includes("180"));
  await until("and is answered to wait", () => waiting.heard.includes("200"));
  first.says({ type: "hang-up", call: talking.call.id });
  await until("BYE", () => talking.heard.includes("BYE"));
  assert.equal(ringing.heard.includes("BYE"), false);

  await house.centre.join({ epoch: 2 });
  const hello = house.centre.hellos.at(-1);
  assert.deepEqual(hello?.unkept, []);
  assert.ok(hello?.lateFacts.some((fact) => fact.type === "call.answered" && fact.call === ringing.call.id));
  assert.equal(hello?.latePresented[waiting.call.id]?.number, "+6281234564417");
  assert.deepEqual(
    hello?.held.map(({ call, joinedDesk }) => [call, joinedDesk]),
    [
      [ringing.call.id, "meja-2"],
      [waiting.call.id, null],
    ],
  );
  await until("the desks hear it is over", () => second.heard.some((word) => word.type === "fail-open" && !word.on));
  assert.equal(house.exchange.succession.leader(), "centre");
  assert.equal(house.centre.state.calls.get(ringing.call.id)?.state, "answered");
  assert.ok(house.centre.state.waiting.includes(waiting.call.id));
  assert.deepEqual(house.journal.entries, []);

  waiting.says({ type: "bye" });
  ringing.says({ type: "bye" });
  await until(
    "every call has its outcome",
    () => house.centre.events.filter(({ type }) => type === "call.ended").length === 3,
  );
  const admitted = house.centre.events.filter(({ type }) => type === "call.admitted").length;
  assert.equal(admitted, 3);
});

test("an exchange that starts with no centre rings a desk whose token is good once its operator is ready", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await until("it decides by itself", () => house.exchange.succession.leader() === "own");
  const desk = await house.desk("meja-7");
  await until("the desk stands", () => house.exchange.succession.state().linked.includes("meja-7"));

  const telephone = house.trunk.ring();
  await until("180", () => telephone.heard.includes("180"));
  assert.equal(ringsFor(desk, telephone.call.id), false);
  desk.says({ type: "ready" });
  await until("the ring", () => ringsFor(desk, telephone.call.id));
  desk.says({ type: "answer-call", call: telephone.call.id });
  await until("joined", () => isJoined(desk, telephone.call.id));
});

test("a centre that hears nothing and keeps nothing delays a caller only briefly", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join({ deaf: true });

  const telephone = house.trunk.ring();
  await until("180 all the same", () => telephone.heard.includes("180"));

  const kept = house.journal.entries.map((entry) => entry.kind === "seen" && entry.seen.input.type);
  assert.deepEqual(kept, ["call.arrived"]);
  assert.equal(house.exchange.succession.leader(), "centre");
});

test("what a centre never kept is told again to the next one, once", async (t) => {
  const house = await openHouse({}, { limits: { centreSilent: 60_000 } });
  t.after(house.close);
  await house.centre.join({ deaf: true });
  const telephone = house.trunk.ring();
  await until("180 all the same", () => telephone.heard.includes("180"));

  house.centre.die();
  await house.centre.join();

  await until("admitted", () => house.centre.state.calls.has(telephone.call.id));
  assert.equal(house.centre.events.filter(({ type }) => type === "call.admitted").length, 1);
  await until("our own copy is forgotten", () => house.journal.entries.length === 0);
});

test("a caller who hangs up in the moment the link is broken has hung up, and was not lost by us", async (t) => {
  const house = await openHouse({}, { limits: { centreSilent: 60_000 } });
  t.after(house.close);
  await house.centre.join();
  const telephone = house.trunk.ring();
  await until("200", () => telephone.heard.includes("200"));
  house.centre.die();

  telephone.says({ type: "bye" });
  await house.centre.join();

  const ended = await until("the outcome", () => house.centre.events.find((event) => event.type === "call.ended"));
  assert.deepEqual([ended.outcome, ended.by], ["left_in_announcement", "caller"]);
});

test("what a centre decided and died before telling is done when it is back: a released caller hears BYE, a lost desk is out", async (t) => {
  const house = await openHouse({}, { limits: { centreSilent: 60_000 } });
  t.after(house.close);
  await house.centre.join();
  const first = await readyDesk(house, "meja-1");
  const released = house.trunk.ring();
  await until("the first rings", () => ringsFor(first, released.call.id));
  first.says({ type: "answer-call", call: released.call.id });
  await until("the first talks", () => isJoined(first, released.call.id));
  const second = await readyDesk(house, "meja-2");
  const held = house.trunk.ring();
  await until("the second rings", () => ringsFor(second, held.call.id));
  second.says({ type: "answer-call", call: held.call.id });
  await until("the second talks", () => isJoined(second, held.call.id));
  second.says({ type: "hold", call: held.call.id });
  await until("held", () => house.media.playing.get(held.call.id)?.includes("on-hold"));

  house.centre.die();
  house.centre.accept({ type: "call.released", call: released.call.id, desk: "meja-1" });
  house.centre.accept({ type: "hold.ended", call: held.call.id, desk: "meja-2" });
  assert.equal(released.heard.includes("BYE"), false);
  await house.centre.join();

  await until("BYE", () => released.heard.includes("BYE"));
  await until("the desk is out", () => first.heard.some((word) => word.type === "ended"));
  await until("both speak again", () => house.media.rooms.get("meja-2") === held.call.id);
  assert.equal(house.media.playing.has(held.call.id), false);
  assert.equal(held.heard.includes("BYE"), false);
});

test("a centre of an older epoch is told to leave and changes nothing", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join({ epoch: 5 });
  house.centre.die();

  await house.centre.join({ epoch: 4 });
  await until("stale", () => house.centre.heard.includes("stale"));

  assert.equal(house.exchange.succession.epochSeen(), 5);
});

test("a centre without the instance's key is not listened to", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { centrePeer } = await import("./testing/centre-peer.ts");
  const { exchangeLink: socket, policy, lines } = house.configuration;
  const stranger = centrePeer({ socket, key: Buffer.alloc(32), policy, lines });

  void stranger.join();
  await until("it decides by itself", () => house.exchange.succession.leader() === "own");

  assert.deepEqual(stranger.hellos, []);
});

test("an exchange killed in a fail-open tells afterwards what it had decided, and that its calls are lost", async (t) => {
  const before = await openHouse();
  await until("it decides by itself", () => before.exchange.succession.leader() === "own");
  const telephone = before.trunk.ring();
  await until("200", () => telephone.heard.includes("200"));
  const entries = [...before.journal.entries];
  await before.close();

  const house = await openHouse({}, { entries });
  t.after(house.close);
  await house.centre.join();

  const outcomes = house.centre.events.flatMap((event) =>
    event.type === "call.ended" ? [[event.call, event.outcome]] : [],
  );
  assert.deepEqual(outcomes, [[telephone.call.id, "interrupted"]]);
  const admitted = house.centre.events.find(({ type }) => type === "call.admitted");
  assert.ok(admitted?.occurredAt, "the late fact keeps its own time");
  assert.equal(house.centre.hellos[0]?.latePresented[telephone.call.id]?.number, "+6281234564417");
  await until("the journal is forgotten", () => house.journal.entries.length === 0);
});
