import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { OutboundCall, Referral } from "../trunk.ts";
import { sdpOf, until } from "./test-edge.ts";
import { hangUp, openPlacedCall, openReceivedCall, type WireCall } from "./wire-call.ts";
import { headerOf, requestText } from "./wire-peer.ts";

const transferring = { transfers: true };
const toDamkar = "Refer-To: <sip:+62-254-200113@pbx.example;user=phone>\n";

/** We called somebody on a trunk that allows it, and they ask for another. */
async function referred(t: TestContext, lines = toDamkar) {
  const wire = await openPlacedCall({ t, trunk: transferring });
  wire.say("REFER", 2, "", lines);
  await until(() => wire.types().includes("refer"), "the exchange is asked");
  const event = wire.events.find(({ type }) => type === "refer") as { referral: Referral; trunk: string };
  return { wire, ...event };
}

/** The next news, which the peer confirms. */
async function news({ peer, answer }: WireCall<OutboundCall>, status = "200 OK"): Promise<string> {
  const notify = await peer.next(/^NOTIFY /);
  answer(notify, status);
  assert.equal(headerOf(notify, "Event"), "refer;id=2");
  assert.match(headerOf(notify, "Content-Type"), /^message\/sipfrag/);
  return `${headerOf(notify, "Subscription-State").split(";")[0]} ${notify.split("\r\n\r\n")[1]?.trim()}`;
}

test("whom we called asks for another: 202, and they are told how it goes until somebody answers (RFC 3515)", async (t) => {
  const { wire, referral, trunk } = await referred(t);
  assert.deepEqual([referral.to, trunk], ["+62254200113", "loopback"]);
  referral.accept();
  assert.match(headerOf(await wire.peer.next(/^SIP\/2.0 202/), "Allow"), /REFER$/);
  assert.equal(await news(wire), "active SIP/2.0 100 Trying");
  referral.tell(180);
  assert.equal(await news(wire), "active SIP/2.0 180 Ringing");
  referral.tell(200);
  assert.equal(await news(wire), "terminated SIP/2.0 200 OK");
  referral.tell(486);
  wire.say("BYE", 3);
  await wire.peer.next(/^SIP\/2.0 200[^]*CSeq: 3 BYE/);
  assert.equal(wire.peer.heard.filter((text) => text.startsWith("NOTIFY")).length, 3);
  await until(() => wire.edge.counts().dialogs === 0, "nothing stays");
});

test("news is told one by one, the latest last; a call that fails is told and leaves the conversation as it is", async (t) => {
  const { wire, referral } = await referred(t);
  referral.accept();
  referral.tell(180);
  referral.tell(183);
  referral.tell(486);
  assert.equal(await news(wire), "active SIP/2.0 100 Trying");
  assert.equal(await news(wire), "terminated SIP/2.0 486 Busy Here");
  await hangUp(wire);
});

test("whoever wants no news gets none (RFC 4488), and whoever knows of no subscription gets no more", async (t) => {
  const quiet = await referred(t, `${toDamkar}Require: norefersub\nRefer-Sub: false\n`);
  quiet.referral.accept();
  assert.equal(headerOf(await quiet.wire.peer.next(/^SIP\/2.0 202/), "Refer-Sub"), "false");
  quiet.referral.tell(200);
  const forgotten = await referred(t);
  forgotten.referral.accept();
  await news(forgotten.wire, "481 No Such Subscription");
  forgotten.referral.tell(200);
  await Promise.all([hangUp(quiet.wire), hangUp(forgotten.wire)]);
  assert.equal(quiet.wire.peer.heard.filter((text) => text.startsWith("NOTIFY")).length, 0);
  assert.equal(forgotten.wire.peer.heard.filter((text) => text.startsWith("NOTIFY")).length, 1);
});

test("what the exchange declines is 603, and the call goes on", async (t) => {
  const { wire, referral } = await referred(t);
  referral.decline();
  referral.accept();
  await wire.peer.next(/^SIP\/2.0 603 Decline/);
  wire.say("OPTIONS", 3);
  await wire.peer.next(/^SIP\/2.0 200[^]*CSeq: 3 OPTIONS/);
  await hangUp(wire);
});

test("a REFER that names nobody is 400; one for more than a call to a number is 603", async (t) => {
  const wire = await openPlacedCall({ t, trunk: transferring });
  const refused = [
    ["400", ""],
    ["400", `${toDamkar}${toDamkar}`],
    ["400", "Refer-To: <http://example/>\n"],
    ["603", "Refer-To: <sip:113@pbx?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>\n"],
    ["603", "Refer-To: <sip:113@pbx;method=BYE>\n"],
    ["603", "r: <sip:11%0d%0a3@pbx>\n"],
  ] as const;
  for (const [at, [status, lines]] of refused.entries()) {
    wire.say("REFER", 2 + at, "", lines);
    await wire.peer.next(new RegExp(`^SIP/2.0 ${status}[^]*CSeq: ${2 + at} REFER`));
  }
  assert.deepEqual(wire.types(), ["answered"]);
  await hangUp(wire);
});

test("a caller, a stranger to any call and a telephone that has not answered send nobody on: 603", async (t) => {
  const caller = await openReceivedCall({ t, trunk: transferring });
  caller.say("REFER", 2, "", toDamkar);
  await caller.peer.next(/^SIP\/2.0 603[^]*CSeq: 2 REFER/);
  caller.peer.send(
    requestText({ method: "REFER", port: caller.peer.port, callId: "alone", sequence: 1, lines: toDamkar }),
  );
  await caller.peer.next(/^SIP\/2.0 603[^]*Call-ID: alone/);
  await hangUp(caller);
});

test("on a trunk that does not allow it REFER is 405 and stands in no Allow", async (t) => {
  const wire = await openPlacedCall({ t });
  wire.say("REFER", 2, "", toDamkar);
  assert.doesNotMatch(headerOf(await wire.peer.next(/^SIP\/2.0 405/), "Allow"), /REFER/);
  wire.say("INVITE", 3, sdpOf(), "Require: norefersub\n");
  await wire.peer.next(/^SIP\/2.0 420/);
  assert.deepEqual(wire.types(), ["answered"]);
  await hangUp(wire);
});
