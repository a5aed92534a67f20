import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientOf, responseOf } from "./test-transaction.ts";

describe("a client transaction for INVITE (RFC 3261 §17.1.1, RFC 6026)", () => {
  test("repeats by Timer A, doubling without a cap, until Timer B", () => {
    const { seen, heard } = clientOf("INVITE", "udp");
    seen.advance(32_010);
    assert.deepEqual(
      seen.sent.map(({ at }) => at),
      [0, 500, 1500, 3500, 7500, 15_500, 31_500],
    );
    assert.deepEqual(heard, ["timeout"]);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("waits without a limit of its own once it rings", () => {
    const { transaction, seen, heard } = clientOf("INVITE", "udp");
    transaction.receiveResponse(responseOf(180, "INVITE"));
    seen.advance(180_000);
    assert.equal(transaction.state, "proceeding");
    assert.equal(seen.sent.length, 1);
    assert.deepEqual(heard, ["180"]);
  });

  test("acknowledges a refusal, each time it comes, and reports it once", () => {
    const { transaction, seen, heard } = clientOf("INVITE", "udp");
    transaction.receiveResponse(responseOf(486, "INVITE"));
    transaction.receiveResponse(responseOf(486, "INVITE"));
    assert.deepEqual(
      seen.sent.slice(1).map(({ line }) => line),
      Array(2).fill("ACK sip:112@192.0.2.1 SIP/2.0"),
    );
    assert.deepEqual(heard, ["486"]);
    seen.advance(32_010);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("leaves every 2xx to the transaction user for 64·T1", () => {
    const { transaction, seen, heard } = clientOf("INVITE", "udp");
    transaction.receiveResponse(responseOf(200, "INVITE"));
    transaction.receiveResponse(responseOf(200, "INVITE", "another"));
    assert.deepEqual(heard, ["200", "200"]);
    assert.equal(seen.sent.length, 1);
    seen.advance(32_010);
    assert.ok(seen.ended());
  });

  test("over TCP sends once and forgets a refusal at once", () => {
    const { transaction, seen, heard } = clientOf("INVITE", "tcp");
    seen.advance(20_000);
    transaction.receiveResponse(responseOf(503, "INVITE"));
    assert.deepEqual(heard, ["503"]);
    assert.equal(seen.sent.length, 2);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("reports a network that refuses to carry it", () => {
    const { heard, seen } = clientOf("INVITE", "udp", (onError) => onError?.());
    assert.deepEqual(heard, ["unreachable"]);
    assert.ok(seen.ended() && seen.timers() === 0);
  });
});

describe("a client transaction for other requests (RFC 3261 §17.1.2)", () => {
  test("repeats by Timer E, doubling up to T2, until Timer F", () => {
    const { seen, heard } = clientOf("OPTIONS", "udp");
    seen.advance(32_010);
    assert.deepEqual(
      seen.sent.map(({ at }) => at),
      [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500],
    );
    assert.deepEqual(heard, ["timeout"]);
    assert.ok(seen.ended() && seen.timers() === 0);
  });

  test("goes on every T2 after a provisional response, and Timer F still ends it", () => {
    const { transaction, seen, heard } = clientOf("BYE", "udp");
    seen.advance(100);
    transaction.receiveResponse(responseOf(100, "BYE"));
    seen.advance(9000);
    assert.deepEqual(
      seen.sent.map(({ at }) => at),
      [0, 500, 4500, 8500],
    );
    seen.advance(30_000);
    assert.deepEqual(heard, ["100", "timeout"]);
  });

  test("keeps quiet about retransmitted final responses for T4", () => {
    const { transaction, seen, heard } = clientOf("BYE", "udp");
    transaction.receiveResponse(responseOf(200, "BYE"));
    transaction.receiveResponse(responseOf(200, "BYE"));
    assert.deepEqual(heard, ["200"]);
    seen.advance(5010);
    assert.ok(seen.ended() && seen.timers() === 0);
  });
});
