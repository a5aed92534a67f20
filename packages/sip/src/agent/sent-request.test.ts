import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { OutboundCall, OutboundEvent } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, responseText, type WirePeer } from "./wire-peer.ts";

const challenge = (nonce: string, more = ""): string =>
  `Digest realm="carrier", nonce="${nonce}", algorithm=SHA-256, qop="auth"${more}`;

describe("a carrier that wants a password", () => {
  let edge: OpenSipEdge;
  let peer: WirePeer;
  let call: OutboundCall;
  let events: OutboundEvent[];
  let contact: string;

  beforeEach(async () => {
    peer = await openWirePeer(null);
    const trunk = { ...loopbackTrunk, peer: `sip:127.0.0.1:${peer.port}`, account: { username: "u", password: "p" } };
    edge = await openTestEdge({ trunks: [trunk] }, { keepaliveInterval: null });
    contact = `Contact: <sip:called@127.0.0.1:${peer.port}>\n`;
    events = [];
    call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
    call.on((event) => events.push(event));
  });
  afterEach(async () => {
    peer.close();
    await edge.close();
  });

  const refuse = (request: string, status: string, field: string, value: string): void =>
    peer.send(responseText(request, status, "refused", `${field}: ${value}\n`));

  test("gets it for the call, for its ACK and, unasked, for the BYE; the numbers go on", async () => {
    const bare = await peer.next(/^INVITE /);
    assert.equal(headerOf(bare, "Proxy-Authorization"), "");
    refuse(bare, "407 Proxy Authentication Required", "Proxy-Authenticate", challenge("one"));
    await peer.next(/^ACK /);
    const proven = await peer.next(/^INVITE /);
    assert.match(headerOf(proven, "Proxy-Authorization"), /username="u".*nonce="one".*nc=00000001/);
    assert.equal(headerOf(proven, "CSeq"), "2 INVITE");
    assert.notEqual(headerOf(proven, "Via"), headerOf(bare, "Via"));
    assert.equal(headerOf(proven, "Call-ID"), headerOf(bare, "Call-ID"));

    peer.send(responseText(proven, "200 OK", "b", contact, sdpOf()));
    const ack = await peer.next(/^ACK /);
    assert.equal(headerOf(ack, "CSeq"), "2 ACK");
    assert.equal(headerOf(ack, "Proxy-Authorization"), headerOf(proven, "Proxy-Authorization"));
    await until(() => events.at(-1)?.type === "answered", "the call is up");

    const over = call.cancelOrHangUp();
    const bye = await peer.next(/^BYE /);
    assert.equal(headerOf(bye, "CSeq"), "3 BYE");
    assert.match(headerOf(bye, "Proxy-Authorization"), /nonce="one".*nc=00000002/);
    refuse(bye, "401 Unauthorized", "WWW-Authenticate", challenge("two", ", stale=true"));
    const again = await peer.next(/^BYE /);
    assert.equal(headerOf(again, "CSeq"), "4 BYE");
    assert.match(headerOf(again, "Authorization"), /nonce="two".*nc=00000001/);
    peer.send(responseText(again, "200 OK", "b"));
    await over;
  });

  test("and refuses it ends the call with a sentence that holds no password", async () => {
    refuse(await peer.next(/^INVITE /), "401 Unauthorized", "WWW-Authenticate", challenge("one"));
    refuse(await peer.next(/^INVITE [^]*nonce="one"/), "401 Unauthorized", "WWW-Authenticate", challenge("two"));
    await until(() => events.length === 1, "the call fails");
    assert.deepEqual(events, [
      { type: "failed", code: 401, reason: 'The trunk refused our user name or password (realm "carrier").' },
    ]);
  });

  test("at its proxy and again at its far end gets both proofs", async () => {
    const proxy = challenge("one").replace("carrier", "proxy");
    refuse(await peer.next(/^INVITE /), "407 Proxy Authentication Required", "Proxy-Authenticate", proxy);
    const proven = await peer.next(/^INVITE [^]*Proxy-Authorization/);
    refuse(proven, "401 Unauthorized", "WWW-Authenticate", challenge("two"));
    const twice = await peer.next(/^INVITE [^]*\r\nAuthorization/);
    assert.match(headerOf(twice, "Proxy-Authorization"), /realm="proxy", nonce="one".*nc=00000002/);
    assert.match(headerOf(twice, "Authorization"), /realm="carrier", nonce="two".*nc=00000001/);
    assert.equal(headerOf(twice, "CSeq"), "3 INVITE");
    peer.send(responseText(twice, "486 Busy Here", "b"));
    await until(() => events.length === 1, "the call is busy");
    assert.equal(events[0]?.type === "failed" && events[0].code, 486);
  });

  test("at two proxies, one behind the other, gets a proof for each (RFC 3261 §22.3)", async () => {
    const asks = (realm: string): string => challenge(`nonce of ${realm}`).replace("carrier", realm);
    const refusal = "407 Proxy Authentication Required";
    refuse(await peer.next(/^INVITE /), refusal, "Proxy-Authenticate", asks("first"));
    refuse(await peer.next(/^INVITE [^]*realm="first"/), refusal, "Proxy-Authenticate", asks("second"));
    const both = await peer.next(/^INVITE [^]*realm="first"[^]*realm="second"/);
    assert.equal(headerOf(both, "CSeq"), "3 INVITE");
    peer.send(responseText(both, "486 Busy Here", "b"));
    await until(() => events.length === 1, "the call is busy");
    assert.equal(events[0]?.type === "failed" && events[0].code, 486);
  });

  test("and always another one is given up after four", async () => {
    for (let round = 1; round <= 5; round += 1) {
      const invite = await peer.next(new RegExp(`^INVITE [^]*CSeq: ${round} INVITE`));
      const asked = challenge("one").replace("carrier", `realm ${round}`);
      refuse(invite, "407 Proxy Authentication Required", "Proxy-Authenticate", asked);
    }
    await until(() => events.length === 1, "the call fails");
    assert.deepEqual(events, [
      { type: "failed", code: 407, reason: "The trunk asked for a password more than 4 times for one request." },
    ]);
  });

  test("and takes only a signed body is told apart", async () => {
    const field = 'Digest realm="carrier", nonce="one", qop="auth-int"';
    refuse(await peer.next(/^INVITE /), "407 Proxy Authentication Required", "Proxy-Authenticate", field);
    await until(() => events.length === 1, "the call fails");
    assert.match(JSON.stringify(events), /auth-int\\" only; ask the carrier for qop=auth/);
  });

  test("gets no second INVITE for a call that was given up meanwhile", async () => {
    const bare = await peer.next(/^INVITE /);
    const done = call.cancelOrHangUp();
    refuse(bare, "401 Unauthorized", "WWW-Authenticate", challenge("one"));
    await done;
    await peer.next(/^ACK /);
    assert.equal(new Set(peer.heard.filter((message) => message.startsWith("INVITE"))).size, 1);
    assert.deepEqual(events, []);
  });
});
