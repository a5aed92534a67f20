import assert from "node:assert/strict";
import { test } from "node:test";
import { level, RtpPeer, until } from "@siaga/media/instrument";
import { openSip, type OutboundEvent } from "@siaga/sip";
import { answerPhones, readPhones } from "./phones.ts";

const patience = 20_000;
const hasSound = (peer: RtpPeer): boolean => peer.lastHeard(200).some((sample) => Math.abs(sample) > 1_000);

/** A telephone exchange dials the demo city's agencies. */
async function dialling(port: number) {
  const trunk = { name: "phones", addresses: ["127.0.0.1"], peer: `sip:127.0.0.1:${port}` };
  return openSip({ ...ours, trunks: [{ ...trunk, trustIdentity: true, pseudoNumbers: [] }] });
}
const ours = {
  address: "127.0.0.1",
  port: 0,
  country: "ID",
  shortCodes: ["112"],
  userAgent: "test",
  publicAddress: "127.0.0.1",
};

test("an agency of the demo city rings, answers and speaks; one is busy", async (t) => {
  const trunk = { name: "exchange", addresses: ["127.0.0.1"], peer: null, trustIdentity: true, pseudoNumbers: [] };
  const edge = await openSip({ ...ours, trunks: [trunk] });
  const phones = { ...readPhones(), ringsMs: 200 };
  answerPhones(edge, "127.0.0.1", phones);
  const dialler = await dialling(edge.port);
  const peer = await RtpPeer.open();
  t.after(() => Promise.all([edge.close(), dialler.close(), peer.close()]));
  const dial = (number: string) => {
    const events: OutboundEvent[] = [];
    const call = dialler.dial("phones", number, { id: number, offer: peer.describe(), callerNumber: "112" });
    call.on((event) => events.push(event));
    return { events, hangUp: () => call.cancelOrHangUp() };
  };

  const damkar = dial("+622540000001");
  const answer = await until("an answer", () => damkar.events.find((event) => event.type === "answered"), patience);
  assert.ok(damkar.events.some(({ type }) => type === "ringing"));
  assert.ok(answer.type === "answered");
  peer.connect(answer.sdp);
  peer.sendTone(1_000);
  await until("words", () => hasSound(peer), patience);
  assert.ok(level(peer.lastHeard(200), 1_000) < 400, "its own words, not ours");

  await damkar.hangUp();

  const busy = dial(phones.busy[0]!);
  const failed = await until("busy", () => busy.events.find((event) => event.type === "failed"), patience);
  assert.equal(failed.type === "failed" && failed.code, 486);
});
