import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { OutboundCall, OutboundEvent, TrunkSetting } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, responseText, type WirePeer } from "./wire-peer.ts";

/** Nothing but the call itself on the wire. */
const noKeepalive = { keepaliveInterval: null };

const trunkTo = (port: number): TrunkSetting => ({ ...loopbackTrunk, peer: `sip:127.0.0.1:${port}` });

describe("calls we place, against a peer that says what it likes", () => {
  let edge: OpenSipEdge;
  let peer: WirePeer;
  let call: OutboundCall;
  let events: OutboundEvent[];
  let contact: string;

  beforeEach(async () => {
    peer = await openWirePeer(null);
    edge = await openTestEdge({ trunks: [trunkTo(peer.port)] }, noKeepalive);
    contact = `Contact: <sip:called@127.0.0.1:${peer.port}>\n`;
    events = [];
    call = edge.dial("loopback", "+62254200112", { id: "a", offer: sdpOf(), callerNumber: "112" });
    call.on((event) => events.push(event));
  });
  afterEach(async () => {
    peer.close();
    await edge.close();
  });

  const types = (): string[] => events.map(({ type }) => type);
  const answer = (invite: string, tag: string): void =>
    peer.send(responseText(invite, "200 OK", tag, contact, sdpOf()));
  const confirmBye = async (tag: string): Promise<void> => {
    const bye = await peer.next(new RegExp(`^BYE [^]*tag=${tag}`));
    peer.send(responseText(bye, "200 OK", tag));
  };
  const empty = (): Promise<void> => until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);

  test("the INVITE names us and offers nothing we do not do", async () => {
    const invite = await peer.next(/^INVITE /);
    assert.match(invite, new RegExp(`^INVITE sip:\\+62254200112@127.0.0.1:${peer.port} SIP/2.0`));
    assert.match(headerOf(invite, "From"), /^<sip:112@127.0.0.1>;tag=/);
    assert.equal(headerOf(invite, "Supported"), "100rel, timer");
    assert.equal(headerOf(invite, "Allow"), "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO");
    peer.send(responseText(invite, "486 Busy Here", "b"));
    await peer.next(/^ACK /);
    assert.deepEqual(events, [{ type: "failed", code: 486, reason: "Busy Here" }]);
  });

  test("ringing, early sound and the answer are reported; the 2xx is acknowledged each time it comes", async () => {
    const invite = await peer.next(/^INVITE /);
    peer.send(responseText(invite, "180 Ringing", "b", contact));
    peer.send(responseText(invite, "183 Session Progress", "b", contact, sdpOf("sendonly")));
    answer(invite, "b");
    await peer.next(/^ACK /);
    answer(invite, "b");
    await peer.next(/^ACK /);
    assert.deepEqual(types(), ["ringing", "progress", "answered"]);
    void call.cancelOrHangUp();
    await confirmBye("b");
  });

  test("a second dialog by forking is acknowledged and ended, the first goes on", async () => {
    const invite = await peer.next(/^INVITE /);
    answer(invite, "first");
    answer(invite, "second");
    await confirmBye("second");
    assert.equal(edge.counts().dialogs, 1);
    assert.deepEqual(types(), ["answered"]);
    void call.cancelOrHangUp();
    await confirmBye("first");
    await empty();
  });

  test("an INVITE that crosses ours is 491; once the call is up it is an offer like any other", async () => {
    const invite = await peer.next(/^INVITE /);
    peer.send(responseText(invite, "180 Ringing", "b", contact));
    await until(() => types().length === 1, "it rings");
    const reoffer = (sequence: number): string =>
      requestText({
        method: "INVITE",
        port: peer.port,
        sequence,
        callId: headerOf(invite, "Call-ID"),
        to: headerOf(invite, "From"),
        body: sdpOf("sendonly"),
      }).replace(/^From: .*$/m, `From: ${headerOf(invite, "To")};tag=b`);
    peer.send(reoffer(1));
    await peer.next(/^SIP\/2.0 491/);
    answer(invite, "b");
    await peer.next(/^ACK /);
    peer.send(reoffer(2));
    await until(() => types().includes("reoffer"), "the offer arrives");
    const offered = events.at(-1);
    assert.ok(offered?.type === "reoffer" && offered.offer?.includes("a=sendonly"));
    offered.respond(sdpOf("recvonly"));
    await peer.next(/^SIP\/2.0 200[^]*a=recvonly/);
    void call.cancelOrHangUp();
    await confirmBye("b");
  });

  test("a peer that never answers is given up after Timer B", async () => {
    await until(() => events.length === 1, "the call fails");
    assert.deepEqual(events, [{ type: "failed", code: 408, reason: "no final response" }]);
    await empty();
  });

  test("CANCEL waits for the first response and ends the call even if no 487 comes", async () => {
    const invite = await peer.next(/^INVITE /);
    const done = call.cancelOrHangUp();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.ok(!peer.heard.some((message) => message.startsWith("CANCEL")));
    peer.send(responseText(invite, "100 Trying", ""));
    const cancel = await peer.next(/^CANCEL /);
    assert.equal(headerOf(cancel, "Via"), headerOf(invite, "Via"));
    assert.equal(headerOf(cancel, "CSeq"), "1 CANCEL");
    peer.send(responseText(cancel, "200 OK", "b"));
    await done;
    assert.deepEqual(events, []);
    await empty();
  });

  test("a number that could change the request is not sent", () => {
    const heard: OutboundEvent[] = [];
    for (const to of ["112@elsewhere", "112\r\nX: y", ""])
      edge.dial("loopback", to, { id: "b", offer: sdpOf(), callerNumber: "112" }).on((event) => heard.push(event));
    edge.dial("nowhere", "112", { id: "b", offer: sdpOf(), callerNumber: "112" }).on((event) => heard.push(event));
    assert.deepEqual(
      heard.map((event) => event.type === "failed" && event.code),
      [484, 484, 484, 503],
    );
  });
});

test("a request above 1300 bytes goes over TCP, and over UDP when the peer takes none (RFC 3261 §18.1.1)", async () => {
  const large = sdpOf() + "a=x-padding:0123456789\r\n".repeat(60);
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const edge = await openTestEdge({ trunks: [trunkTo(port)] }, noKeepalive);
  edge.dial("loopback", "110", { id: "a", offer: large, callerNumber: "112" });
  const [socket] = (await once(server, "connection")) as [Socket];
  const [bytes] = (await once(socket, "data")) as [Buffer];
  assert.match(bytes.toString(), /^INVITE [^]*\r\nVia: SIP\/2.0\/TCP /);
  socket.destroy();
  server.close();
  await edge.close();

  const peer = await openWirePeer(null);
  const second = await openTestEdge({ trunks: [trunkTo(peer.port)] }, noKeepalive);
  second.dial("loopback", "110", { id: "b", offer: large, callerNumber: "112" });
  assert.match(headerOf(await peer.next(/^INVITE /), "Via"), /^SIP\/2.0\/UDP /);
  peer.close();
  await second.close();
});

test("a trunk is up while it answers OPTIONS, down when it stops, and up again", async () => {
  const peer = await openWirePeer(null);
  const edge = await openTestEdge({ trunks: [trunkTo(peer.port)] }, { keepaliveInterval: 100 });
  const changes: string[] = [];
  edge.onTrunkChange((trunk, state) => changes.push(`${trunk} ${state}`));
  assert.equal(edge.trunks()[0]?.state, "unknown");

  peer.send(responseText(await peer.next(/^OPTIONS /), "404 Not Found", "b"));
  await until(() => changes.length === 1, "the trunk comes up");
  await until(() => changes.length === 2, "the trunk goes down");
  peer.send(responseText(peer.heard.at(-1) ?? "", "200 OK", "b"));
  await until(() => changes.length === 3, "the trunk comes back");

  assert.deepEqual(changes, ["loopback up", "loopback down", "loopback up"]);
  peer.close();
  await edge.close();
});
