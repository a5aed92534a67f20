import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { describe, test } from "node:test";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import { standardIntervals } from "../transaction/intervals.ts";
import type { InboundCall } from "../trunk.ts";
import { sippAbsent, startSipp } from "./sipp.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
const skip = sippAbsent || (hasIpv6 ? false : "this machine has no ::1");
const trunks = [{ ...loopbackTrunk, addresses: ["::1", "127.0.0.1"] }];

describe("calls over IPv6, played by sipp", { skip, concurrency: true }, () => {
  for (const address of ["::1", "::"])
    for (const transport of ["udp", "tcp"])
      test(`an edge bound to ${address} takes calls over ${transport}`, async (t) => {
        const edge = await openTestEdge({ address, trunks });
        t.after(() => edge.close());
        const calls: InboundCall[] = [];
        edge.onCall((call) => {
          calls.push(call);
          call.ring();
          void call.answer(sdpOf().replaceAll("IP4 127.0.0.1", `IP6 ${call.localAddress}`));
        });
        const mode = transport === "tcp" ? "t1" : "u1";
        const sipp = await startSipp({ builtIn: "uac" }, edge.port, ["-m", "3", "-d", "100", "-t", mode], "::1");
        const { code, screen } = await sipp.ended;
        assert.equal(code, 0, screen);
        assert.deepEqual(
          calls.map(({ remoteAddress, localAddress, offer }) => [
            remoteAddress,
            localAddress,
            offer?.includes("IP6 ::1"),
          ]),
          [1, 2, 3].map(() => ["::1", "::1", true]),
        );
        await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
      });

  test("an edge bound to :: takes calls over IPv4 all the same", async (t) => {
    const edge = await openTestEdge({ address: "::", trunks });
    t.after(() => edge.close());
    const remotes: string[] = [];
    edge.onCall((call) => {
      remotes.push(call.remoteAddress, call.localAddress);
      void call.answer(sdpOf());
    });
    const { ended } = await startSipp({ builtIn: "uac" }, edge.port, ["-m", "1", "-d", "50"]);
    const { code, screen } = await ended;
    assert.equal(code, 0, screen);
    assert.deepEqual(remotes, ["127.0.0.1", "127.0.0.1"]);
  });

  test("a call to an IPv6 trunk is placed, answered and hung up", async (t) => {
    const sipp = await startSipp({ builtIn: "uas" }, null, ["-m", "1"], "::1");
    const trunk = { ...loopbackTrunk, addresses: ["::1"], peer: `sip:[::1]:${sipp.port}` };
    // With the standard clock: on a busy machine a fast one sends the INVITE again, which sipp's own `uas` does not know.
    const internals = { keepaliveInterval: null, intervals: standardIntervals };
    const edge = await openTestEdge({ address: "::1", trunks: [trunk] }, internals);
    t.after(() => edge.close());
    const call = edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
    const events: string[] = [];
    call.on(({ type }) => events.push(type));
    await until(() => events.includes("answered"), "the peer answers");
    await call.cancelOrHangUp();
    const { code, screen } = await sipp.ended;
    assert.equal(code, 0, screen);
  });
});
