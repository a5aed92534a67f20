import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { claimsOf, deskPeer, signedToken } from "../testing/desk-peer.ts";
import { openHouse, testKeys } from "../testing/house.ts";
import { openTalking } from "../testing/talking.ts";
import { until } from "../testing/until.ts";

test("a forged or expired token opens no door", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const port = house.exchange.deskPorts.http;

  const forged = await deskPeer(port, signedToken(claimsOf("meja-1"), Buffer.alloc(32)));
  const expired = await deskPeer(port, signedToken(claimsOf("meja-1", { expiresAt: 1 }), testKeys.deskToken));

  assert.deepEqual([await forged.closed, await expired.closed], [4401, 4401]);
});

test("a page from another host may not use a desk's token; the console on another port of this host may", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const port = house.exchange.deskPorts.http;
  const token = signedToken(claimsOf("meja-1"), testKeys.deskToken);

  const stranger = await deskPeer(port, token, { origin: "http://example.org" });
  const console = await deskPeer(port, token, { origin: "http://127.0.0.1:8112" });

  assert.equal(await stranger.closed, 0);
  await until("standing", () => console.heard.some(({ type }) => type === "standing"));
});

test("the newest claim owns the desk: the earlier window is told to stop its microphone", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const port = house.exchange.deskPorts.http;
  const token = (claim: string, issuedAt: number) =>
    signedToken(claimsOf("meja-1", { claim, issuedAt }), testKeys.deskToken);

  const older = await deskPeer(port, token("the older claim", 1_000));
  const newer = await deskPeer(port, token("the newer claim", 2_000));
  assert.equal(await older.closed, 4409);
  assert.ok(older.heard.some(({ type }) => type === "superseded"));

  const stubborn = await deskPeer(port, token("the older claim", 1_000));
  assert.equal(await stubborn.closed, 4409);
  await until("the newer stands", () => newer.heard.some(({ type }) => type === "answer"));
});

test("a desk that vanishes while it rings is noticed, and the call rings at the next desk", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const first = await house.desk("meja-1");
  const second = await house.desk("meja-2");
  for (const [name, desk] of [
    ["meja-1", first],
    ["meja-2", second],
  ] as const) {
    await until("the desk stands", () => house.centre.state.linked.includes(name));
    house.centre.accept({ type: "operator.signed-in", operator: name, desk: name, role: "call-taker" });
    desk.says({ type: "ready" });
    await until("ready", () => house.centre.state.desks.get(name)?.state === "available");
  }
  const telephone = house.trunk.ring();
  await until("the first desk rings", () => first.heard.some(({ type }) => type === "ring"));

  first.vanish();

  await until("the second desk rings", () =>
    second.heard.some((word) => word.type === "ring" && word.card.call === telephone.call.id),
  );
  assert.equal(house.centre.state.desks.get("meja-1")?.state, "not-ready");
});

test("a connection its library doubts is no lost desk while it is heard, and one soon after it is not", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  const vanished = (): boolean => house.centre.told.some(({ type }) => type === "desk.vanished");
  const beat = { type: "desk-message", leg: "meja-1", text: JSON.stringify({ type: "beat", at: 1 }) } as const;

  house.media.says({ type: "desk-down", leg: "meja-1", why: "The connection is disconnected." });
  house.media.says(beat);
  await pause(900);
  assert.equal(vanished(), false);

  house.media.says({ type: "desk-down", leg: "meja-1", why: "The page closed its data channel." });
  await until("noticed", vanished, 1_000);
});

test("a key pressed for a call that rings no more is answered by silence of the bell, not by a call", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));

  desk.says({ type: "answer-call", call: "a call long gone" });

  await until("stop-ringing", () => desk.heard.some(({ type }) => type === "stop-ringing"));
});

test("words that cannot be read are refused with a sentence", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const desk = await house.desk("meja-1");

  desk.says({ type: "sing" } as never);

  const refused = await until("refused", () => desk.heard.find((word) => word.type === "refused"));
  assert.equal(refused.code, "unreadable");
});

test("mute is obeyed here too, and the next conversation begins unmuted", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "sari", desk: "meja-1", role: "call-taker" });
  desk.says({ type: "mute", muted: true });
  desk.says({ type: "ready" });
  await until("muted", () => house.media.muted.get("meja-1") === true);

  const telephone = house.trunk.ring();
  await until("the ring", () => desk.heard.some(({ type }) => type === "ring"));
  desk.says({ type: "answer-call", call: telephone.call.id });
  await until("unmuted", () => house.media.muted.get("meja-1") === false);
});

test("a page loaded anew is told that its microphone is muted; the next conversation is not", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const { desk, id } = await openTalking(house);
  desk.says({ type: "mute", muted: true });
  await until("muted", () => house.media.muted.get("meja-1") === true);

  desk.close();
  const anew = await house.desk("meja-1");
  const standing = await until("standing", () => anew.heard.find((word) => word.type === "standing"));
  assert.deepEqual([standing.talking?.call, standing.muted], [id, true]);
  assert.equal(house.media.muted.get("meja-1"), true, "the caller hears what the page shows");

  await until("back", () => house.centre.state.desks.get("meja-1")?.connected === true);
  anew.says({ type: "hang-up", call: id });
  await until("ended", () => anew.heard.some(({ type }) => type === "ended"));
  house.centre.accept({ type: "wrap-up.finished", desk: "meja-1" });
  const second = house.trunk.ring();
  await until("the ring", () => anew.heard.some(({ type }) => type === "ring"));
  anew.says({ type: "answer-call", call: second.call.id });
  await until("unmuted", () => house.media.muted.get("meja-1") === false);
  anew.close();
  const third = await house.desk("meja-1");
  const next = await until("standing", () => third.heard.find((word) => word.type === "standing"));
  assert.deepEqual([next.talking?.call, next.muted], [second.call.id, false]);
});

test("a request that is no address and a visitor who hangs up in the middle of it are nobody's fault but theirs", async (t) => {
  const house = await openHouse();
  t.after(house.close);
  const port = house.exchange.deskPorts.http;
  const broken: unknown[] = [];
  const note = (error: unknown): void => void broken.push(error);
  process.on("uncaughtException", note);
  t.after(() => process.off("uncaughtException", note));

  for (const address of ["//", "http://[", "/elsewhere"]) {
    const visitor = connect(port, "127.0.0.1");
    visitor.write(`GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    visitor.on("error", () => {});
    const [answer] = (await once(visitor, "data")) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 403/);
    visitor.resetAndDestroy();
  }

  const desk = await house.desk("meja-1");
  await until("standing", () => desk.heard.some(({ type }) => type === "standing"));
  assert.deepEqual(broken, []);
});
