import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serverOf } from "./test-transaction.ts";

describe("a server transaction for INVITE (RFC 3261 §17.2.1, RFC 6026)", () => {
  test("says 100 after 200 ms when nobody else has said anything", () => {
    const { seen } = serverOf("INVITE", "udp");
    seen.advance(190);
    assert.equal(seen.sent.length, 0);
    seen.advance(20);
    assert.match(seen.sent[0]?.line ?? "", /^SIP\/2.0 100/);
  });

  test("gives a retransmission the last provisional response", () => {
    const { transaction, seen } = serverOf("INVITE", "udp");
    transaction.respond({ status: 180, toTag: "t" });
    transaction.receive("request");
    seen.advance(1000);
    assert.deepEqual(
      seen.sent.map(({ line }) => line),
      ["SIP/2.0 180 Ringing", "SIP/2.0 180 Ringing"],
    );
  });

  test("repeats a refusal by Timer G, doubling up to T2, until Timer H gives up", () => {
    const { transaction, seen } = serverOf("INVITE", "udp");
    transaction.respond({ status: 486, toTag: "t" });
    seen.advance(31_999);
    assert.deepEqual(
      seen.sent.map(({ at }) => at),
      [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500],
    );
    seen.advance(10);
    assert.equal(transaction.state, "terminated");
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("stops repeating at the ACK and absorbs more of them for T4", () => {
    const { transaction, seen } = serverOf("INVITE", "udp");
    transaction.respond({ status: 486, toTag: "t" });
    transaction.receive("ack");
    transaction.receive("ack");
    transaction.receive("request");
    seen.advance(4990);
    assert.equal(transaction.state, "confirmed");
    seen.advance(20);
    assert.equal(transaction.state, "terminated");
    assert.equal(seen.sent.length, 1);
  });

  test("absorbs retransmissions after a 200 for 64·T1: never a second call", () => {
    const { transaction, seen } = serverOf("INVITE", "udp");
    transaction.respond({ status: 200, toTag: "t", sdp: "v=0" });
    transaction.receive("request");
    transaction.receive("ack");
    assert.equal(seen.sent.length, 1);
    seen.advance(31_990);
    assert.equal(transaction.state, "accepted");
    seen.advance(20);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("over TCP repeats nothing and is gone with the ACK", () => {
    const { transaction, seen } = serverOf("INVITE", "tcp");
    transaction.respond({ status: 503, toTag: "t" });
    seen.advance(10_000);
    transaction.receive("ack");
    assert.equal(seen.sent.length, 1);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("takes one final response only", () => {
    const { transaction, seen } = serverOf("INVITE", "udp");
    transaction.respond({ status: 487, toTag: "t" });
    assert.equal(transaction.respond({ status: 200, toTag: "t" }), null);
    assert.equal(seen.sent.length, 1);
  });
});

describe("a server transaction for other requests (RFC 3261 §17.2.2)", () => {
  test("repeats the final response for each retransmission until Timer J", () => {
    const { transaction, seen } = serverOf("BYE", "udp");
    transaction.receive("request");
    assert.equal(seen.sent.length, 0);
    transaction.respond({ status: 200, toTag: null });
    transaction.receive("request");
    assert.equal(seen.sent.length, 2);
    seen.advance(31_990);
    assert.equal(transaction.state, "completed");
    seen.advance(20);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("over TCP ends with its final response", () => {
    const { transaction, seen } = serverOf("OPTIONS", "tcp");
    transaction.respond({ status: 200, toTag: "t" });
    assert.equal(transaction.state, "terminated");
    assert.ok(seen.ended());
  });
});
