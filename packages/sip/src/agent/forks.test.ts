import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { OutboundCall, OutboundEvent } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, responseText, type WirePeer } from "./wire-peer.ts";

describe("a call we place goes where the network sends it", () => {
  let edge: OpenSipEdge;
  let peer: WirePeer;
  let other: WirePeer;
  let call: OutboundCall;
  let events: OutboundEvent[];

  beforeEach(async () => {
    peer = await openWirePeer(null);
    other = await openWirePeer(null);
    const trunk = { ...loopbackTrunk, peer: `sip:127.0.0.1:${peer.port}` };
    edge = await openTestEdge({ trunks: [trunk] }, { keepaliveInterval: null });
    events = [];
    call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
    call.on((event) => events.push(event));
  });
  afterEach(async () => {
    peer.close();
    other.close();
    await edge.close();
  });

  const types = (): string[] => events.map(({ type }) => type);
  const contactOf = ({ port }: WirePeer): string => `Contact: <sip:called@127.0.0.1:${port}>\n`;
  const invited = (by: WirePeer): Promise<string> => by.next(/^INVITE /);
  const empty = (): Promise<void> => until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`, 20_000);
  const hangUp = async (by: WirePeer, tag: string): Promise<string> => {
    const done = call.cancelOrHangUp();
    const bye = await by.next(new RegExp(`^BYE [^]*tag=${tag}`));
    by.send(responseText(bye, "200 OK", tag));
    await done;
    return bye;
  };

  test("a 302 is followed, best q first, as the same call with the next CSeq (RFC 3261 §8.1.3.4)", async () => {
    const invite = await invited(peer);
    const contacts = `Contact: <sip:b@127.0.0.1:${peer.port}>;q=0.2, <sip:c@127.0.0.1:${other.port}>;q=0.9\n`;
    peer.send(responseText(invite, "302 Moved Temporarily", "x", contacts));
    await peer.next(/^ACK /);
    const again = await invited(other);
    assert.match(again, new RegExp(`^INVITE sip:c@127.0.0.1:${other.port} SIP`));
    for (const name of ["Call-ID", "From", "To"]) assert.equal(headerOf(again, name), headerOf(invite, name));
    assert.equal(headerOf(again, "CSeq"), "2 INVITE");
    other.send(responseText(again, "200 OK", "c", contactOf(other), sdpOf()));
    assert.equal(headerOf(await other.next(/^ACK /), "CSeq"), "2 ACK");
    const bye = await hangUp(other, "c");
    assert.equal(headerOf(bye, "CSeq"), "3 BYE");
    assert.deepEqual(types(), ["answered"]);
    await empty();
  });

  test("a place that fails leaves the next one of the 302", async () => {
    const contacts = `Contact: <sip:c@127.0.0.1:${other.port}>, <sip:b@127.0.0.1:${peer.port}>;q=0.2\n`;
    peer.send(responseText(await invited(peer), "300 Multiple Choices", "x", contacts));
    other.send(responseText(await invited(other), "486 Busy Here", "c"));
    const last = await invited(peer);
    assert.match(last, /^INVITE sip:b@/);
    peer.send(
      responseText(last, "603 Decline", "d", 'Reason: Q.850;cause=21;text="rejected"\nRetry-After: 30 (later)\n'),
    );
    await until(() => events.length === 1, "it fails at last");
    const why = { protocol: "Q.850", cause: 21 };
    assert.deepEqual(events, [{ type: "failed", code: 603, reason: "Decline", why, retryAfter: 30 }]);
    await empty();
  });

  test("two switches that point at one another end, and a place that is not the trunk's is not called", async () => {
    peer.send(responseText(await invited(peer), "302 Moved", "x", `Contact: <sip:c@127.0.0.1:${other.port}>\n`));
    const back = `Contact: <sip:110@127.0.0.1:${peer.port}>, <sip:1@192.0.2.1>, <sips:1@127.0.0.1>, <tel:110>, *\n`;
    other.send(responseText(await invited(other), "302 Moved", "y", back));
    await until(() => events.length === 1, "it fails");
    assert.deepEqual(events, [{ type: "failed", code: 302, reason: "Moved" }]);
    await empty();
  });

  test("every branch of a forked call that rings is a dialog of its own, and the answer counts in its own (§13.2.2.1)", async () => {
    const invite = await invited(peer);
    peer.send(responseText(invite, "183 Session Progress", "one", contactOf(peer), sdpOf("sendonly")));
    peer.send(responseText(invite, "183 Session Progress", "two", contactOf(peer), sdpOf("recvonly")));
    peer.send(responseText(invite, "180 Ringing", "three", contactOf(peer)));
    await until(() => types().length === 3, "three branches");
    // Its session came early, in the 183 of the same branch.
    peer.send(responseText(invite, "200 OK", "one", contactOf(peer)));
    await peer.next(/^ACK [^]*tag=one/);
    peer.send(responseText(invite, "200 OK", "two", contactOf(peer), sdpOf()));
    const bye = await peer.next(/^BYE [^]*tag=two/);
    assert.equal(headerOf(bye, "Reason"), 'SIP;cause=200;text="Call completed elsewhere"');
    peer.send(responseText(bye, "200 OK", "two"));
    const answered = events.at(-1);
    assert.ok(answered?.type === "answered");
    assert.equal(answered.sdp, sdpOf("sendonly"));
    assert.equal(headerOf(await hangUp(peer, "one"), "Reason"), 'Q.850;cause=16;text="Normal call clearing"');
    await empty();
  });

  test("a response whose Via is not ours, or not the only one, is not heard (§18.1.2, §8.1.3.3)", async () => {
    const invite = await invited(peer);
    const wrong = responseText(invite, "486 Busy Here", "b");
    peer.send(wrong.replace(/^Via: SIP\/2.0\/UDP [^;]*/m, "Via: SIP/2.0/UDP 192.0.2.1:5060"));
    peer.send(wrong.replace(/^Via: .*$/m, "$&, SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKy"));
    peer.send(wrong.replace(/branch=[^;]*/, "branch=z9hG4bKnobody"));
    peer.send(responseText(invite, "180 Ringing", "b", contactOf(peer)));
    await until(() => types().length === 1, "the right one is heard");
    assert.deepEqual(types(), ["ringing"]);
    const cancelled = call.cancelOrHangUp();
    const cancel = await peer.next(/^CANCEL /);
    assert.equal(headerOf(cancel, "Reason"), 'Q.850;cause=16;text="Normal call clearing"');
    peer.send(responseText(cancel, "200 OK", "b"));
    peer.send(responseText(invite, "487 Request Terminated", "b"));
    await cancelled;
    await empty();
  });
});
