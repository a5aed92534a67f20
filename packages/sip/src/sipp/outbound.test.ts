import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import type { OutboundCall, OutboundEvent } from "../trunk.ts";
import { type Scenario, type Sipp, sippAbsent, startSipp } from "./sipp.ts";

type Played = { readonly call: OutboundCall; readonly events: OutboundEvent[]; readonly end: () => Promise<void> };

/** Starts a sipp that waits for calls and dials it. */
async function dial(scenario: Scenario, transport = "udp"): Promise<Played> {
  const waiting: Sipp = await startSipp(scenario, null, ["-m", "1", "-t", transport === "tcp" ? "t1" : "u1"]);
  // sipp needs a moment to bind; a refused TCP connection would otherwise end the call at once.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const peer = `sip:127.0.0.1:${waiting.port};transport=${transport}`;
  const edge = await openTestEdge({ trunks: [{ ...loopbackTrunk, peer }] }, { keepaliveInterval: null });
  const events: OutboundEvent[] = [];
  const offer = sdpOf();
  const call = edge.dial("loopback", "+62254200112", { id: randomUUID(), offer, callerNumber: "112" });
  call.on((event) => events.push(event));
  const end = async (): Promise<void> => {
    const run = await waiting.ended;
    assert.equal(run.code, 0, run.screen);
    await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
    await edge.close();
  };
  return { call, events, end };
}

const typesOf = (events: readonly OutboundEvent[]): string[] => events.map((event) => event.type);

describe("calls to the trunk, taken by sipp", { skip: sippAbsent, concurrency: true }, () => {
  for (const transport of ["udp", "tcp"])
    test(`a call over ${transport} is answered and hung up`, async () => {
      const { call, events, end } = await dial({ builtIn: "uas" }, transport);
      await until(() => typesOf(events).includes("answered"), "the peer answers");
      await call.cancelOrHangUp();
      await end();
      assert.deepEqual(typesOf(events), ["ringing", "answered"]);
    });

  test("a call nobody takes is cancelled while it rings", async () => {
    const { call, events, end } = await dial({ file: "rings-until-cancelled" });
    await until(() => typesOf(events).includes("ringing"), "the peer rings");
    await call.cancelOrHangUp();
    await end();
    assert.deepEqual(typesOf(events), ["ringing"]);
  });

  test("an answer that crosses our CANCEL is acknowledged and ended", async () => {
    const { call, events, end } = await dial({ file: "answers-despite-cancel" });
    await until(() => typesOf(events).includes("ringing"), "the peer rings");
    await call.cancelOrHangUp();
    await end();
    assert.deepEqual(typesOf(events), ["ringing"]);
  });
});
