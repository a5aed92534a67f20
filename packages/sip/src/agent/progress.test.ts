import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import type { InboundCall, InboundEvent, OutboundEvent } from "../trunk.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { headerOf, openWirePeer, requestText, responseText } from "./wire-peer.ts";

/** A caller that waits for its answer. `lines` stand in its INVITE. */
async function caller(t: TestContext, lines: string, body = sdpOf()) {
  const edge = await openTestEdge();
  const peer = await openWirePeer(edge.port);
  t.after(async () => {
    peer.close();
    await edge.close();
  });
  const arrived = new Promise<InboundCall>((resolve) => edge.onCall(resolve));
  const say = (method: string, more: Partial<Parameters<typeof requestText>[0]> = {}): void =>
    peer.send(requestText({ method, port: peer.port, ...more }));
  say("INVITE", { lines, body });
  const call = await arrived;
  const events: InboundEvent[] = [];
  call.on((event) => events.push(event));
  /** PRACK of a response. */
  const prack = (response: string, sequence: number, offer = ""): void =>
    say("PRACK", {
      to: headerOf(response, "To"),
      sequence,
      body: offer,
      lines: `RAck: ${headerOf(response, "RSeq")} 1 INVITE\n`,
    });
  return { edge, peer, call, events, say, prack };
}

describe("sound before the answer, to a caller (RFC 3262)", { concurrency: true }, () => {
  test("the 183 is repeated until its PRACK; the 200 waits for that and says no SDP again", async (t) => {
    const { edge, peer, call, say, prack } = await caller(t, "Supported: 100rel\n");
    call.ring();
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 180/), "Require"), "");
    const progressed = call.progress(sdpOf("sendonly"));
    void call.answer(sdpOf());
    const first = await peer.next(/^SIP\/2.0 183[^]*a=sendonly/);
    assert.equal(headerOf(first, "Require"), "100rel");
    assert.equal(await peer.next(/^SIP\/2.0 183/), first);
    assert.ok(!peer.heard.some((message) => message.startsWith("SIP/2.0 200")));
    prack(first, 2);
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 2 PRACK/);
    assert.deepEqual(await progressed, { kind: "heard", sdp: null });
    const ok = await peer.next(/^SIP\/2.0 200[^]*CSeq: 1 INVITE/);
    assert.equal(headerOf(ok, "Content-Length"), "0");
    say("ACK", { to: headerOf(ok, "To") });
    say("BYE", { to: headerOf(ok, "To"), sequence: 3 });
    await peer.next(/^SIP\/2.0 200[^]*BYE/);
    await until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);
  });

  test("a PRACK of something else is 481", async (t) => {
    const { peer, call, say } = await caller(t, "Supported: 100rel\n");
    void call.progress(sdpOf());
    const to = headerOf(await peer.next(/^SIP\/2.0 183/), "To");
    for (const [sequence, rack] of [
      [2, "1 1 INVITE"],
      [3, "nonsense"],
    ] as const) {
      say("PRACK", { to, sequence, lines: `RAck: ${rack}\n` });
      await peer.next(new RegExp(`^SIP/2.0 481[^]*CSeq: ${sequence} PRACK`));
    }
    call.fail(500);
    await peer.next(/^SIP\/2.0 500/);
  });

  test("without a PRACK for 64·T1 the INVITE is refused, and the call is reported as failed", async (t) => {
    const { peer, call, events } = await caller(t, "Supported: 100rel\n");
    const progressed = call.progress(sdpOf());
    await peer.next(/^SIP\/2.0 504/);
    assert.deepEqual(await progressed, { kind: "unavailable" });
    assert.deepEqual(
      events.map((event) => event.type === "failed" && event.code),
      [504],
    );
  });

  test("a caller that insists gets its 180 reliably too, one after the other", async (t) => {
    const { peer, call, prack } = await caller(t, "Require: 100rel\n");
    call.ring();
    void call.progress(sdpOf());
    const ringing = await peer.next(/^SIP\/2.0 180/);
    assert.equal(headerOf(ringing, "Require"), "100rel");
    prack(ringing, 2);
    const progress = await peer.next(/^SIP\/2.0 183/);
    assert.equal(Number(headerOf(progress, "RSeq")), Number(headerOf(ringing, "RSeq")) + 1);
    prack(progress, 3);
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 3 PRACK/);
    void call.hangUp();
    await peer.next(/^SIP\/2.0 480/);
  });

  test("a PRACK that crosses the 200 is answered 200, and one of something else 481", async (t) => {
    const { edge, peer, call, say, prack } = await caller(t, "Require: 100rel\n");
    call.ring();
    const ringing = await peer.next(/^SIP\/2.0 180/);
    const answered = call.answer(sdpOf());
    const ok = await peer.next(/^SIP\/2.0 200[^]*CSeq: 1 INVITE/);
    prack(ringing, 2);
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 2 PRACK/);
    prack(ringing, 3);
    await peer.next(/^SIP\/2.0 481[^]*CSeq: 3 PRACK/);
    say("ACK", { to: headerOf(ok, "To"), branch: "z9hG4bK-ack" });
    assert.equal((await answered).kind, "acknowledged");
    say("BYE", { to: headerOf(ok, "To"), sequence: 4 });
    await peer.next(/^SIP\/2.0 200[^]*BYE/);
    await until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);
  });

  test("a caller that cannot hears a plain 183, and the 200 repeats its SDP", async (t) => {
    const { peer, call } = await caller(t, "");
    assert.deepEqual(await call.progress(sdpOf("sendonly")), { kind: "heard", sdp: null });
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 183/), "RSeq"), "");
    void call.answer(sdpOf("sendonly"));
    await peer.next(/^SIP\/2.0 200[^]*a=sendonly/);
  });

  test("a late offer: ours in the 183, the caller's answer in the PRACK", async (t) => {
    const { peer, call, prack } = await caller(t, "Supported: 100rel\n", "");
    const progressed = call.progress(sdpOf());
    prack(await peer.next(/^SIP\/2.0 183/), 2, sdpOf("recvonly"));
    assert.deepEqual(await progressed, { kind: "heard", sdp: sdpOf("recvonly") });
    void call.hangUp();
    await peer.next(/^SIP\/2.0 480/);
  });

  test("a late offer from a caller that cannot acknowledge gets no sound before the answer", async (t) => {
    const { call } = await caller(t, "", "");
    assert.deepEqual(await call.progress(sdpOf()), { kind: "unavailable" });
  });

  test("CANCEL ends a call whose 200 still waits for a PRACK", async (t) => {
    const { peer, call, say, events } = await caller(t, "Supported: 100rel\n");
    void call.progress(sdpOf());
    const answered = call.answer(sdpOf());
    await peer.next(/^SIP\/2.0 183/);
    say("CANCEL", { branch: "z9hG4bK-INVITE-1-call-1" });
    await peer.next(/^SIP\/2.0 487/);
    assert.deepEqual(await answered, { kind: "gone" });
    assert.deepEqual(events, [{ type: "cancelled" }]);
  });

  test("an UPDATE before the answer: 500 while we owe one, taken once it was heard (RFC 3311 §5.2)", async (t) => {
    const { peer, call, say, prack, events } = await caller(t, "Supported: 100rel\nAllow: UPDATE, PRACK\n");
    void call.progress(sdpOf());
    const progress = await peer.next(/^SIP\/2.0 183/);
    const to = headerOf(progress, "To");
    say("UPDATE", { to, sequence: 2, body: sdpOf() });
    assert.match(headerOf(await peer.next(/^SIP\/2.0 500[^]*CSeq: 2 UPDATE/), "Retry-After"), /^\d+$/);
    prack(progress, 3);
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 3 PRACK/);
    say("UPDATE", { to, sequence: 4, body: sdpOf("sendonly") });
    await until(() => events.length === 1, "the offer arrives");
    const offered = events[0];
    assert.ok(offered?.type === "reoffer");
    offered.respond(sdpOf("recvonly"));
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 4 UPDATE[^]*a=recvonly/);

    const ours = call.reoffer(sdpOf("inactive"));
    const update = await peer.next(/^UPDATE [^]*a=inactive/);
    say("UPDATE", { to, sequence: 5, body: sdpOf() });
    await peer.next(/^SIP\/2.0 491[^]*CSeq: 5 UPDATE/);
    peer.send(responseText(update, "200 OK", "caller", "", sdpOf("inactive")));
    assert.equal((await ours).kind, "answered");
    void call.hangUp();
    await peer.next(/^SIP\/2.0 480/);
  });

  test("an UPDATE nobody answers is 504, and the call goes on", async (t) => {
    const { edge, peer, call, say, prack } = await caller(t, "Supported: 100rel\n");
    void call.progress(sdpOf());
    const progress = await peer.next(/^SIP\/2.0 183/);
    prack(progress, 2);
    await peer.next(/^SIP\/2.0 200/);
    say("UPDATE", { to: headerOf(progress, "To"), sequence: 3, body: sdpOf() });
    await peer.next(/^SIP\/2.0 504[^]*CSeq: 3 UPDATE/);
    say("UPDATE", { to: headerOf(progress, "To"), sequence: 4 });
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 4 UPDATE/);
    assert.equal(edge.counts().dialogs, 1);
  });
});

/** A peer we call. */
async function called(t: TestContext) {
  const peer = await openWirePeer(null);
  const trunks = [{ ...loopbackTrunk, peer: `sip:127.0.0.1:${peer.port}` }];
  const edge = await openTestEdge({ trunks }, { keepaliveInterval: null, chance: () => 0 });
  t.after(async () => {
    peer.close();
    await edge.close();
  });
  const call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
  const events: OutboundEvent[] = [];
  call.on((event) => events.push(event));
  const invite = await peer.next(/^INVITE /);
  const contact = `Contact: <sip:called@127.0.0.1:${peer.port}>\nAllow: UPDATE, PRACK\n`;
  const ring = (status: string, tag: string, rseq: number, body = ""): void =>
    peer.send(responseText(invite, status, tag, `${contact}Require: 100rel\nRSeq: ${rseq}\n`, body));
  const answer = (request: string, body = ""): void => peer.send(responseText(request, "200 OK", "b", contact, body));
  return { edge, peer, call, events, invite, ring, answer };
}

describe("sound before the answer, from somebody we call (RFC 3262 §4)", { concurrency: true }, () => {
  test("each new 1xx is acknowledged once, copies and gaps are not; its answer stands", async (t) => {
    const { edge, peer, call, events, invite, ring, answer } = await called(t);
    ring("180 Ringing", "b", 100);
    const first = await peer.next(/^PRACK /);
    assert.equal(headerOf(first, "RAck"), "100 1 INVITE");
    answer(first);
    ring("180 Ringing", "b", 100);
    ring("183 Session Progress", "b", 102, sdpOf("inactive"));
    ring("183 Session Progress", "b", 101, sdpOf("sendonly"));
    const second = await peer.next(/^PRACK /);
    assert.equal(headerOf(second, "RAck"), "101 1 INVITE");
    answer(second);
    answer(invite);
    await peer.next(/^ACK /);
    await until(() => events.some(({ type }) => type === "answered"), "the call is answered");
    assert.deepEqual(events, [
      { type: "ringing" },
      { type: "progress", sdp: sdpOf("sendonly") },
      { type: "answered", sdp: sdpOf("sendonly") },
    ]);
    assert.equal(
      peer.heard.filter((message) => message.startsWith("PRACK") && message.includes("RAck: 102")).length,
      0,
    );
    const ended = call.cancelOrHangUp();
    answer(await peer.next(/^BYE /));
    await ended;
    await until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);
  });

  test("two places that ring are acknowledged each in its dialog; the one not answered ends with the other's answer", async (t) => {
    const { edge, peer, call, invite, ring, answer } = await called(t);
    ring("183 Session Progress", "one", 7, sdpOf());
    ring("180 Ringing", "two", 9);
    const pracks = [await peer.next(/^PRACK [^]*tag=one/), await peer.next(/^PRACK [^]*tag=two/)];
    for (const prack of pracks) peer.send(responseText(prack, "200 OK", "x"));
    peer.send(responseText(invite, "200 OK", "two", `Contact: <sip:two@127.0.0.1:${peer.port}>\n`, sdpOf("sendonly")));
    assert.match(await peer.next(/^ACK /), /^ACK sip:two@/);
    const ended = call.cancelOrHangUp();
    answer(await peer.next(/^BYE sip:two@/));
    await ended;
    await until(() => isEmpty(edge), `left: ${JSON.stringify(edge.counts())}`);
  });

  test("both sides may change the session before the answer with UPDATE; crossing ones are 491", async (t) => {
    const { peer, call, events, invite, ring, answer } = await called(t);
    ring("183 Session Progress", "b", 1, sdpOf());
    answer(await peer.next(/^PRACK /));
    await until(() => events.length === 1, "sound is agreed");
    const ours = call.reoffer(sdpOf("sendonly"));
    const update = await peer.next(/^UPDATE [^]*a=sendonly/);
    const from = `${headerOf(invite, "To")};tag=b`;
    const theirs = (sequence: number): void =>
      peer.send(
        requestText({
          method: "UPDATE",
          port: peer.port,
          sequence,
          callId: headerOf(invite, "Call-ID"),
          to: headerOf(invite, "From"),
          body: sdpOf("inactive"),
        }).replace(/^From: .*$/m, `From: ${from}`),
      );
    theirs(1);
    await peer.next(/^SIP\/2.0 491[^]*CSeq: 1 UPDATE/);
    answer(update, sdpOf("recvonly"));
    assert.equal((await ours).kind, "answered");
    theirs(2);
    await until(() => events.length === 2, "the peer's offer arrives");
    const offered = events[1];
    assert.ok(offered?.type === "reoffer");
    offered.respond(sdpOf("inactive"));
    await peer.next(/^SIP\/2.0 200[^]*CSeq: 2 UPDATE/);
    void call.cancelOrHangUp();
    await peer.next(/^CANCEL /);
  });
});
