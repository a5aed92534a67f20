import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { isEmpty, sdpOf, until } from "./test-edge.ts";
import { hangUp, openPlacedCall, openReceivedCall, type WireCall } from "./wire-call.ts";
import { headerOf } from "./wire-peer.ts";

const roles: readonly (readonly [string, (t: TestContext, chance?: () => number) => Promise<WireCall>])[] = [
  ["a call to us", (t, chance = () => 0) => openReceivedCall({ t, internals: { chance } })],
  ["a call from us", (t, chance = () => 0) => openPlacedCall({ t, internals: { chance } })],
];
const empty = ({ edge }: WireCall): Promise<void> =>
  until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);

for (const [role, open] of roles)
  describe(`our offers inside ${role} (RFC 3261 §14.1)`, { concurrency: true }, () => {
    test("the peer's answer is given back, and each copy of the 200 is acknowledged", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf("sendonly"));
      const invite = await wire.peer.next(/^INVITE [^]*a=sendonly/);
      assert.match(headerOf(invite, "Contact"), /^<sip:127.0.0.1:\d+>$/);
      wire.answer(invite, "200 OK", sdpOf("recvonly"));
      const ack = await wire.peer.next(/^ACK /);
      assert.equal(headerOf(ack, "CSeq"), headerOf(invite, "CSeq").replace("INVITE", "ACK"));
      assert.deepEqual(await offered, { kind: "answered", sdp: sdpOf("recvonly") });
      wire.answer(invite, "200 OK", sdpOf("recvonly"));
      await wire.peer.next(/^ACK /);
      await hangUp(wire);
      await empty(wire);
    });

    test("a refused offer leaves the call as it was, and the next one is sent", async (t) => {
      const wire = await open(t);
      const offered = [wire.call.reoffer(sdpOf("inactive")), wire.call.reoffer(sdpOf("sendonly"))];
      wire.answer(await wire.peer.next(/^INVITE [^]*a=inactive/), "488 Not Acceptable Here");
      await wire.peer.next(/^ACK /);
      assert.deepEqual(await offered[0], { kind: "refused", code: 488, reason: "Not Acceptable Here" });
      wire.answer(await wire.peer.next(/^INVITE [^]*a=sendonly/), "200 OK", sdpOf("recvonly"));
      assert.equal((await offered[1])?.kind, "answered");
      assert.deepEqual(
        wire.types().filter((type) => type !== "answered"),
        [],
      );
      await hangUp(wire);
    });

    test("when both offer at once each is told 491, and ours is tried again after the wait", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf("sendonly"));
      const invite = await wire.peer.next(/^INVITE /);
      wire.say("INVITE", 7, sdpOf("inactive"));
      await wire.peer.next(/^SIP\/2.0 491[^]*CSeq: 7 INVITE/);
      wire.answer(invite, "491 Request Pending");
      const again = await wire.peer.next(/^INVITE /);
      assert.notEqual(headerOf(again, "CSeq"), headerOf(invite, "CSeq"));
      wire.answer(again, "200 OK", sdpOf("recvonly"));
      assert.equal((await offered).kind, "answered");
      await hangUp(wire);
    });

    test("told to come again later, it does", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf());
      wire.answer(await wire.peer.next(/^INVITE /), "500 Later", "", "Retry-After: 0\n");
      wire.answer(await wire.peer.next(/^INVITE /), "200 OK", sdpOf());
      assert.equal((await offered).kind, "answered");
      await hangUp(wire);
    });

    test("ours waits while the peer's offer is open and until its ACK", async (t) => {
      const wire = await open(t);
      wire.say("INVITE", 7, sdpOf("sendonly"));
      await until(() => wire.types().includes("reoffer"), "the peer's offer arrives");
      const offered = wire.call.reoffer(sdpOf("inactive"));
      const theirs = wire.events.at(-1);
      assert.ok(theirs?.type === "reoffer");
      theirs.respond(sdpOf("recvonly"));
      await wire.peer.next(/^SIP\/2.0 200[^]*CSeq: 7 INVITE/);
      assert.ok(!wire.peer.heard.some((one) => one.startsWith("INVITE") && one.includes("a=inactive")));
      wire.say("ACK", 7);
      wire.answer(await wire.peer.next(/^INVITE [^]*a=inactive/), "200 OK", sdpOf("inactive"));
      assert.equal((await offered).kind, "answered");
      await hangUp(wire);
    });

    test("481 means that the call is over", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf());
      wire.answer(await wire.peer.next(/^INVITE /), "481 Call Does Not Exist");
      assert.deepEqual(await offered, { kind: "gone" });
      const failed = wire.events.at(-1);
      assert.ok(failed?.type === "failed" && failed.code === 481);
      await until(() => wire.edge.counts().dialogs === 0, "the dialog is over");
      assert.equal((await wire.call.reoffer(sdpOf())).kind, "gone");
    });

    test("408 is a proxy's word that it heard nothing: it is reported, and the call goes on (RFC 4320 §4.2)", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf());
      wire.answer(await wire.peer.next(/^INVITE /), "408 Request Timeout");
      assert.deepEqual(await offered, { kind: "refused", code: 408, reason: "no final response" });
      assert.equal(wire.types().at(-1), "silent");
      assert.ok(!wire.types().includes("failed"));
      await hangUp(wire);
    });

    test("a peer that answers nothing is reported, and the call goes on", async (t) => {
      const wire = await open(t);
      assert.deepEqual(await wire.call.reoffer(sdpOf()), { kind: "refused", code: 408, reason: "no final response" });
      assert.equal(wire.types().at(-1), "silent");
      assert.equal(wire.edge.counts().dialogs, 1);
      await hangUp(wire);
    });

    test("an offer the peer does not decide is cancelled; the call goes on", async (t) => {
      const wire = await open(t);
      const offered = wire.call.reoffer(sdpOf());
      const invite = await wire.peer.next(/^INVITE /);
      wire.answer(invite, "180 Ringing");
      const cancel = await wire.peer.next(/^CANCEL /);
      assert.equal(headerOf(cancel, "Via"), headerOf(invite, "Via"));
      wire.answer(cancel, "200 OK");
      wire.answer(invite, "487 Request Terminated");
      assert.deepEqual(await offered, { kind: "refused", code: 487, reason: "Request Terminated" });
      await hangUp(wire);
    });

    test("a call that ends takes its offers with it", async (t) => {
      const wire = await open(t, () => 0.999);
      const waiting = [wire.call.reoffer(sdpOf()), wire.call.reoffer(sdpOf())];
      wire.answer(await wire.peer.next(/^INVITE /), "491 Request Pending");
      await wire.peer.next(/^ACK /);
      wire.say("BYE", 9);
      await wire.peer.next(/^SIP\/2.0 200[^]*CSeq: 9 BYE/);
      assert.deepEqual(await Promise.all(waiting), [{ kind: "gone" }, { kind: "gone" }]);
      await empty(wire);
    });
  });
