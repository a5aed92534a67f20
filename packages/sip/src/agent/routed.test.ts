import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DnsServer, openDnsServer } from "../location/test-dns-server.ts";
import type { OutboundEvent } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, responseText, type WirePeer } from "./wire-peer.ts";

describe("a trunk named by a host name, with two servers behind it", () => {
  let dns: DnsServer;
  let first: WirePeer;
  let second: WirePeer;
  let edge: OpenSipEdge;
  let events: OutboundEvent[];

  beforeEach(async () => {
    [first, second] = [await openWirePeer(null), await openWirePeer(null)];
    dns = await openDnsServer([
      ["_sip._udp.carrier.test", 1, "SRV", `10 1 ${first.port} sbc.carrier.test`],
      ["_sip._udp.carrier.test", 1, "SRV", `20 1 ${second.port} sbc.carrier.test`],
      ["sbc.carrier.test", 1, "A", "127.0.0.1"],
    ]);
    edge = await open(null);
    events = [];
  });
  afterEach(async () => {
    first.close();
    second.close();
    await Promise.all([edge.close(), dns.close()]);
  });

  // The documentation network: whoever may call from 127.0.0.1 may do so by the DNS alone.
  const trunk = { ...loopbackTrunk, addresses: ["192.0.2.0/24"], peer: "sip:carrier.test" };
  const open = (keepaliveInterval: number | null): Promise<OpenSipEdge> =>
    openTestEdge({ trunks: [trunk], nameServers: [dns.place] }, { keepaliveInterval });
  const dial = (lastResort = true) => {
    const call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112", lastResort });
    call.on((event) => events.push(event));
    return call;
  };
  const answer = async (peer: WirePeer): Promise<string> => {
    const invite = await peer.next(/^INVITE /);
    const contact = `Contact: <sip:called@127.0.0.1:${peer.port}>\n`;
    peer.send(responseText(invite, "200 OK", "b", contact, sdpOf()));
    await peer.next(/^ACK /);
    await until(() => events.at(-1)?.type === "answered", "the call is up");
    return invite;
  };

  test("is called by its name at the server of the best priority", async () => {
    dial();
    const invite = await answer(first);
    assert.match(invite, /^INVITE sip:110@carrier.test SIP\/2.0/);
    assert.equal(headerOf(invite, "To"), "<sip:110@carrier.test>");
    assert.ok(edge.trunks()[0]?.addresses.includes("127.0.0.1"));
  });

  test("is called at the next server when the first says 503, and the first comes last from then on", async () => {
    dial();
    first.send(responseText(await first.next(/^INVITE /), "503 Service Unavailable", "x"));
    await answer(second);
    dial();
    await answer(second);
    assert.equal(first.heard.filter((message) => message.startsWith("INVITE")).length, 1);
  });

  test("is called at the next server when the first is silent; should that one answer after all it is hung up", async () => {
    dial();
    const unheard = await first.next(/^INVITE /);
    await answer(second);
    const contact = `Contact: <sip:late@127.0.0.1:${first.port}>\n`;
    first.send(responseText(unheard, "200 OK", "late", contact, sdpOf()));
    await first.next(/^ACK /);
    first.send(responseText(await first.next(/^BYE /), "200 OK", "late"));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["answered"],
    );
  });

  test("is waited for while a server says that it is trying", async () => {
    dial();
    const invite = await first.next(/^INVITE /);
    first.send(responseText(invite, "100 Trying", ""));
    await new Promise((resolve) => setTimeout(resolve, 600));
    first.send(responseText(invite, "486 Busy Here", "x"));
    await until(() => events.length === 1, "the call fails");
    assert.equal(second.heard.length, 0);
  });

  test("is given up soon when every server is silent and another trunk may be tried", async () => {
    const call = dial(false);
    await until(() => events.length === 1, "the call fails");
    assert.deepEqual(events, [{ type: "failed", code: 408, reason: "the trunk does not answer" }]);
    await call.cancelOrHangUp();
    await until(() => isEmpty(edge), `nothing stays behind: ${JSON.stringify(edge.counts())}`);
  });

  test("a busy number is busy: no other server is asked for it", async () => {
    dial();
    first.send(responseText(await first.next(/^INVITE /), "486 Busy Here", "x"));
    await until(() => events.length === 1, "the call fails");
    assert.equal(second.heard.length, 0);
  });

  test("may call us from the addresses the DNS names, also while no name server answers", async () => {
    dns.down = true;
    first.close();
    first = await openWirePeer(edge.port);
    first.send(requestText({ method: "OPTIONS", port: first.port }));
    await first.next(/^SIP\/2.0 200/);
  });

  test("follows its name to another server", async () => {
    dns.zone = [
      ["_sip._udp.carrier.test", 1, "SRV", `10 1 ${second.port} sbc.carrier.test`],
      ["sbc.carrier.test", 1, "A", "127.0.0.1"],
    ];
    const asked = dns.asked.length;
    await until(() => dns.asked.slice(asked).filter((each) => each.startsWith("A ")).length > 1, "the DNS is asked");
    dial();
    await answer(second);
  });

  test("is up while one of its servers answers, and down when none does", async () => {
    await edge.close();
    edge = await open(100);
    const state = (): string => edge.trunks()[0]?.state ?? "";
    second.send(responseText(await second.next(/^OPTIONS /), "200 OK", "b"));
    await until(() => state() === "up", "the second server holds the trunk up");
    await until(() => state() === "down", "both are silent");
  });
});
