import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type TestContext, test } from "node:test";
import { spokenPrompts } from "@siaga/media";
import { level, RtpPeer, until } from "@siaga/media/instrument";
import { type InboundCall, openSip } from "@siaga/sip";
import { classes, type Scenario } from "@siaga/simulator";
import { flood, type Flooded } from "./flood.ts";
import { greetings, understood, voices } from "./tones.ts";

const local = "127.0.0.1";
const patience = 20_000;

/** People in need who answer what they are asked, twenty times faster than life: a minute of theirs takes three seconds. */
const scenario: Scenario = {
  name: "test",
  operators: 3,
  channels: 60,
  pickUp: 2,
  warmUp: 0,
  measured: 200,
  drain: 0,
  poolLabelsPerDay: 0,
  sources: [{ class: "real", perHour: 72, origins: { new: 0.5, anonymous: 0.5 } }],
  redialling: [],
  classes: { real: { ...classes.real, asked: { strong: 1, weak: 0 }, service: { mean: 30, cv: 0.1 } } },
};
const evening = { address: local, dialled: "112", scenario, seed: 3, pace: 20, atMost: 50 };

/** A telephone exchange that does one thing with every call. */
async function openExchange(t: TestContext, take: (call: InboundCall, peer: RtpPeer) => Promise<void>) {
  const trunk = { name: "callers", addresses: [local], peer: null, trustIdentity: true, pseudoNumbers: [] };
  const settings = { country: "ID", shortCodes: ["112"], userAgent: "test", publicAddress: local };
  const edge = await openSip({ address: local, port: 0, trunks: [trunk], ...settings });
  const peers: RtpPeer[] = [];
  edge.onCall(async (call) => {
    const peer = await RtpPeer.open();
    peers.push(peer);
    // Whoever hung up is waited for in vain.
    await take(call, peer).catch(() => undefined);
  });
  t.after(async () => {
    await Promise.all(peers.map((peer) => peer.close()));
    await edge.close();
  });
  return { port: edge.port };
}

async function answer(call: InboundCall, peer: RtpPeer): Promise<void> {
  call.ring();
  void call.answer(peer.describe());
  peer.connect(call.offer ?? "");
}

const sum = ({ fates }: Flooded, of: "pressed" | "understood" | "conversations" | "cutOff" | "refusals"): number =>
  fates.reduce((total, fate) => total + fate[of], 0);

test("callers hear a digit, press it, hear an operator, are heard, and hang up themselves", async (t) => {
  const pressed: string[] = [];
  const exchange = await openExchange(t, async (call, peer) => {
    await answer(call, peer);
    await peer.sendBytes(readFileSync(join(spokenPrompts("id"), "challenge-7.al")));
    const key = await until("a key", () => peer.heard.find(({ packet }) => packet.payloadType === 101), patience);
    pressed.push(String(key.packet.payload[0]));
    peer.sendTone(greetings[0]!);
    const voice = voices.real!;
    await until("the caller's voice", () => level(peer.lastHeard(60), voice) > 5_000, patience);
    peer.sendTone(understood(greetings[0]!));
  });

  const played = await flood({ ...evening, port: exchange.port });
  const served = played.fates.filter(({ answeredAfter }) => answeredAfter !== null);

  assert.ok(served.length > 0);
  assert.ok(pressed.length > 0 && pressed.every((digit) => digit === "7"));
  assert.ok(sum(played, "pressed") >= served.length);
  assert.ok(sum(played, "understood") > 0);
  assert.equal(sum(played, "cutOff"), 0);
});

test("whoever is given a busy tone dials again, and the count of calls ends an evening that would not end", async (t) => {
  const exchange = await openExchange(t, async (call) => call.congest(486, 1));

  const played = await flood({ ...evening, port: exchange.port, atMost: 5 });

  assert.equal(played.placed, 5);
  assert.ok(played.cutShort);
  assert.ok(sum(played, "refusals") > played.fates.filter(({ calls }) => calls > 0).length - 1);
});

test("a call the other side ends is counted as cut off", async (t) => {
  const exchange = await openExchange(t, async (call, peer) => {
    await answer(call, peer);
    await pause(300);
    await call.hangUp();
  });

  const played = await flood({ ...evening, port: exchange.port, atMost: 3 });

  assert.ok(sum(played, "cutOff") > 0);
});

test("nobody outside this machine is ever dialled", async () => {
  await assert.rejects(flood({ ...evening, address: "203.0.113.1", port: 5060 }), /not an address of this machine/);
});
