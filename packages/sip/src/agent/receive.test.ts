import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { InboundCall, InboundEvent } from "../trunk.ts";
import type { OpenSipEdge } from "./open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, type WirePeer } from "./wire-peer.ts";

describe("requests from a trunk, in the order of RFC 3261 §8.2", () => {
  let edge: OpenSipEdge;
  let peer: WirePeer;
  let calls: InboundCall[] = [];
  let events: InboundEvent[] = [];
  let number = 0;

  before(async () => {
    edge = await openTestEdge();
    peer = await openWirePeer(edge.port);
    edge.onCall((call) => {
      calls.push(call);
      call.on((event) => events.push(event));
    });
  });
  beforeEach(() => {
    calls = [];
    events = [];
    number += 1;
  });
  after(async () => {
    peer.close();
    await edge.close();
  });

  const say = (method: string, more: Partial<Parameters<typeof requestText>[0]> = {}): void =>
    peer.send(requestText({ method, port: peer.port, callId: `call-${number}`, ...more }));
  /** A call that is up: its To with our tag. */
  const establish = async (): Promise<string> => {
    say("INVITE", { body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    void calls[0]?.answer(sdpOf());
    const ok = await peer.next(new RegExp(`^SIP/2.0 200[^]*Call-ID: call-${number}\r`));
    const to = headerOf(ok, "To");
    say("ACK", { to, branch: `z9hG4bK-ack-${number}` });
    return to;
  };

  test("what we do not do is 405 with what we do", async () => {
    for (const method of ["REFER", "REGISTER", "SUBSCRIBE", "MESSAGE"]) {
      say(method);
      assert.equal(
        headerOf(await peer.next(/^SIP\/2.0 405/), "Allow"),
        "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO",
      );
    }
  });

  test("sips and unknown schemes are 416", async () => {
    say("INVITE", { uri: "sips:112@127.0.0.1" });
    await peer.next(/^SIP\/2.0 416/);
    say("OPTIONS", { uri: "http://127.0.0.1/" });
    await peer.next(/^SIP\/2.0 416/);
  });

  for (const uri of ["urn:service:sos", "URN:Service:SOS.police"])
    test(`${uri} is a call to 112 (RFC 5031)`, async () => {
      say("INVITE", { uri, to: `<${uri}>`, body: sdpOf() });
      await until(() => calls.length === 1, "the call arrives");
      assert.equal(calls[0]?.dialled, "112");
      void calls[0]?.hangUp();
      await peer.next(/^SIP\/2.0 480/);
    });

  test("a URN of another service is 416", async () => {
    for (const uri of ["urn:service:counseling", "urn:service:sosial"]) {
      say("INVITE", { uri, callId: uri, body: sdpOf() });
      await peer.next(/^SIP\/2.0 416/);
    }
    assert.equal(calls.length, 0);
  });

  test("a tel URI is dialled like any other", async () => {
    say("INVITE", { uri: "tel:+62112", body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    assert.equal(calls[0]?.dialled, "112");
    assert.equal(calls[0]?.caller.number, "+6281234567890");
    void calls[0]?.hangUp();
    await peer.next(/^SIP\/2.0 480/);
  });

  test("a body that is not SDP is 415 with what we accept", async () => {
    say("INVITE", { lines: "Content-Type: application/isup\n", body: "" });
    await until(() => calls.length === 1, "an empty body is no body");
    calls[0]?.fail(488);
    await peer.next(/^SIP\/2.0 488/);
    peer.send(
      requestText({ method: "INVITE", port: peer.port, callId: `b-${number}`, body: "x" }).replace(
        "application/sdp",
        "text/plain",
      ),
    );
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 415/), "Accept"), "application/sdp");
  });

  test("the same INVITE over another path is 482, not a second call", async () => {
    say("INVITE", { body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    say("INVITE", { body: sdpOf(), branch: "z9hG4bK-other-path" });
    await peer.next(/^SIP\/2.0 482/);
    assert.equal(calls.length, 1);
    calls[0]?.congest(503, 5);
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 503/), "Retry-After"), "5");
  });

  test("BYE, CANCEL and re-INVITE of nothing we know are 481", async () => {
    say("BYE", { to: "<sip:112@127.0.0.1>;tag=none" });
    await peer.next(/^SIP\/2.0 481[^]*CSeq: 1 BYE/);
    say("CANCEL");
    await peer.next(/^SIP\/2.0 481[^]*CSeq: 1 CANCEL/);
    say("INVITE", { to: "<sip:112@127.0.0.1>;tag=none", body: sdpOf() });
    await peer.next(/^SIP\/2.0 481[^]*CSeq: 1 INVITE/);
  });

  test("an INVITE without Contact is 400", async () => {
    peer.send(requestText({ method: "INVITE", port: peer.port, callId: `c-${number}` }).replace(/Contact:.*\n/, ""));
    await peer.next(/^SIP\/2.0 400 One Contact Required/);
  });

  test("a broken request is 400 with the fault; noise is dropped", async () => {
    peer.send(requestText({ method: "INVITE", port: peer.port }).replace("CSeq: 1 INVITE", "CSeq: 1 BYE"));
    await peer.next(/^SIP\/2.0 400 CSeq Method Differs/);
    peer.send("OPTIONS sip:112@127.0.0.1 SIP/2.0\n\n");
    peer.send("GET / HTTP/1.1\n\n");
    peer.send(Buffer.from([0, 255, 1, 2, 3]));
    say("OPTIONS");
    await peer.next(/^SIP\/2.0 200/);
  });

  test("the answer goes back through NAT when asked to, with received and rport (RFC 3581)", async () => {
    say("OPTIONS", { via: `SIP/2.0/UDP 10.9.8.7:9;branch=z9hG4bK-nat-${number};rport` });
    const via = headerOf(await peer.next(/^SIP\/2.0 200/), "Via");
    assert.equal(via, `SIP/2.0/UDP 10.9.8.7:9;branch=z9hG4bK-nat-${number};received=127.0.0.1;rport=${peer.port}`);
  });

  test("OPTIONS inside a call is answered, a request out of order is 500", async () => {
    const to = await establish();
    say("OPTIONS", { to, sequence: 5 });
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 5 OPTIONS/);
    say("OPTIONS", { to, sequence: 3 });
    await peer.next(/^SIP\/2.0 500[^]*CSeq: 3 OPTIONS/);
    say("BYE", { to, sequence: 6 });
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 6 BYE/);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["bye"],
    );
  });

  test("a re-INVITE before the first is answered is 500 with Retry-After, and one nobody takes leaves the call as it was", async () => {
    const to = await establish();
    say("INVITE", { to, sequence: 2, body: sdpOf("sendonly") });
    await until(() => events.length === 1, "the offer arrives");
    say("INVITE", { to, sequence: 3, body: sdpOf() });
    assert.match(headerOf(await peer.next(/^SIP\/2.0 500/), "Retry-After"), /^\d+$/);
    const offered = events[0];
    assert.ok(offered?.type === "reoffer");
    offered.respond(null);
    await peer.next(/^SIP\/2.0 488[^]*CSeq: 2 INVITE/);
    say("ACK", { to, sequence: 2, branch: `z9hG4bK-INVITE-2-call-${number}` });
    assert.equal(edge.counts().dialogs, 1);
    void calls[0]?.hangUp();
    const bye = await peer.next(/^BYE /);
    assert.match(bye, new RegExp(`^BYE sip:caller@127.0.0.1:${peer.port} SIP/2.0`));
    peer.send(okTo(bye));
    await until(() => edge.counts().dialogs === 0, "the call is over");
  });

  test("a late offer: our offer in the 200, the caller's answer in the ACK", async () => {
    say("INVITE");
    await until(() => calls.length === 1, "the call arrives");
    assert.equal(calls[0]?.offer, null);
    const answered = calls[0]?.answer(sdpOf());
    const to = headerOf(await peer.next(/^SIP\/2.0 200[^]*m=audio/), "To");
    say("ACK", { to, branch: "z9hG4bK-late", body: sdpOf("recvonly") });
    const outcome = await answered;
    assert.ok(outcome?.kind === "acknowledged");
    assert.equal(outcome.sdp, sdpOf("recvonly"));
    say("BYE", { to, sequence: 2 });
    await peer.next(/^SIP\/2.0 200[^]*BYE/);
  });

  test("the 200 is repeated until the ACK, doubling up to T2, then BYE", async () => {
    say("INVITE", { body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    const answered = calls[0]?.answer(sdpOf());
    const hungUp = calls[0]?.hangUp();
    const bye = await peer.next(/^BYE /);
    peer.send(okTo(bye));
    assert.deepEqual(await answered, { kind: "unacknowledged" });
    await hungUp;
    // 0, 50, 150, 350, 750, then every 400 ms up to 3200: eleven, or one less on a busy machine.
    const copies = peer.heard.filter(
      (one) => one.startsWith("SIP/2.0 200") && headerOf(one, "Call-ID") === `call-${number}`,
    );
    assert.ok(copies.length >= 8 && copies.length <= 11, String(copies.length));
    assert.equal(new Set(copies).size, 1);
  });

  test("an ACK that repeats the branch of its INVITE is heard all the same (RFC 6026 §7.1)", async () => {
    say("INVITE", { body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    const answered = calls[0]?.answer(sdpOf());
    const to = headerOf(await peer.next(new RegExp(`^SIP/2.0 200[^]*Call-ID: call-${number}\r`)), "To");
    say("ACK", { to, branch: `z9hG4bK-INVITE-1-call-${number}` });
    assert.equal((await answered)?.kind, "acknowledged");
    say("BYE", { to, sequence: 2 });
    await peer.next(new RegExp(`^SIP/2.0 200[^]*Call-ID: call-${number}\r[^]*CSeq: 2 BYE`));
  });

  test("does the caller still know the call? It answers, denies or keeps silent", async () => {
    await establish();
    for (const [status, expected] of [
      ["200 OK", "alive"],
      ["481 Gone", "gone"],
      ["408 Request Timeout", "silent"],
    ] as const) {
      const probed = calls[0]?.probe();
      peer.send(okTo(await peer.next(/^OPTIONS /), status));
      assert.equal(await probed, expected);
    }
    assert.equal(await calls[0]?.probe(), "silent");
    assert.deepEqual(events, []);
    void calls[0]?.hangUp();
    peer.send(okTo(await peer.next(/^BYE /)));
  });

  test("a caller who says BYE while it rings is gone, and the INVITE gets its 487", async () => {
    say("INVITE", { body: sdpOf() });
    await until(() => calls.length === 1, "the call arrives");
    calls[0]?.ring();
    const to = headerOf(await peer.next(/^SIP\/2.0 180/), "To");
    say("BYE", { to, sequence: 2 });
    await peer.next(/^SIP\/2.0 200[^]*BYE/);
    await peer.next(/^SIP\/2.0 487/);
    say("ACK", { to, branch: `z9hG4bK-INVITE-1-call-${number}` });
    assert.deepEqual(
      events.map(({ type }) => type),
      ["cancelled"],
    );
    await until(() => isEmpty(edge), "nothing stays behind");
  });
});

test("a new call that is refused by protocol leaves its trunk, its status and a count in the log, and nothing else", async (t) => {
  const logged: object[] = [];
  const log = { warn: (fields: object) => void logged.push(fields), error: () => undefined };
  const edge = await openTestEdge({}, { log });
  const peer = await openWirePeer(edge.port);
  t.after(async () => {
    peer.close();
    await edge.close();
  });
  const invite = { method: "INVITE", port: peer.port, body: sdpOf() };
  for (const [wording, status] of [
    [{ ...invite, uri: "http://127.0.0.1/" }, 416],
    [{ ...invite, lines: "Require: teleport\n" }, 420],
    [{ ...invite, lines: "Supported: timer\nSession-Expires: 30\n" }, 422],
    [{ ...invite, method: "OPTIONS", uri: "http://127.0.0.1/" }, 416],
    // Nobody takes calls yet.
    [invite, 503],
  ] as const) {
    peer.send(requestText({ ...wording, callId: `refused-${status}-${wording.method}` }));
    await peer.next(new RegExp(`^SIP/2.0 ${status}`));
  }
  assert.deepEqual(logged, [
    { trunk: "loopback", code: 416, count: 1 },
    { trunk: "loopback", code: 420, count: 2 },
    { trunk: "loopback", code: 503, count: 3 },
  ]);
});

describe("requests from no trunk", () => {
  test("are counted, answered 403 at a limited rate, and never become calls", async () => {
    const edge = await openTestEdge({ trunks: [{ ...loopbackTrunk, addresses: ["10.1.0.0/16"] }] });
    const peer = await openWirePeer(edge.port);
    let arrived = 0;
    edge.onCall(() => (arrived += 1));
    for (let scan = 0; scan < 40; scan += 1)
      peer.send(requestText({ method: "INVITE", port: peer.port, callId: `scan-${scan}`, body: sdpOf() }));
    peer.send("noise\n\n");
    await peer.next(/^SIP\/2.0 403/);
    let counted = 0;
    await until(() => (counted += edge.takeScans()) === 41, "all are counted");
    // The forty may straddle the turn of a second.
    assert.ok(peer.heard.length >= 1 && peer.heard.length <= 20, String(peer.heard.length));
    assert.equal(arrived, 0);
    assert.ok(isEmpty(edge));
    assert.equal(edge.takeScans(), 0);
    peer.close();
    await edge.close();
  });
});

/** A final response to a request we got from the edge. */
function okTo(request: string, status = "200 OK"): string {
  const echoed = ["Via", "From", "To", "Call-ID", "CSeq"].map((name) => `${name}: ${headerOf(request, name)}\n`);
  return `SIP/2.0 ${status}\n${echoed.join("")}Content-Length: 0\n\n`;
}
