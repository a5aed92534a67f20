import assert from "node:assert/strict";
import { test } from "node:test";
import { locate } from "../location/locate.ts";
import { createTimers } from "../transaction/timers.ts";
import { createVirtualClock } from "../transaction/virtual-clock.ts";
import type { Uri } from "../message/uri.ts";
import { loopbackTrunk } from "./test-edge.ts";
import { createTrunks } from "./trunks.ts";

const quarter = 900_000;

/** A carrier known by its name alone, whose DNS says what the test wants, on a clock the test moves. */
async function openNamedTrunk(first: readonly string[]) {
  const clock = createVirtualClock();
  let named: readonly string[] | null = first;
  const locate = () => {
    const targets = named?.map((address) => ({ transport: "udp", address, port: 5060 }) as const);
    return Promise.resolve(targets === undefined ? null : { targets, fresh: quarter });
  };
  const ports = { locate, timers: createTimers(clock), now: clock.now, ipv6: true };
  const trunks = createTrunks([{ ...loopbackTrunk, addresses: [], peer: "sip:carrier.test" }], ports, ["112"]);
  await trunks.all[0]?.targets?.start();
  return {
    knows: (address: string): boolean => trunks.at(address) !== null,
    async pass(quarters: number, names: readonly string[] | null) {
      named = names;
      for (let each = 0; each < quarters; each += 1) {
        clock.advance(quarter);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

test("an address the DNS no longer names is the carrier's for an hour, then a stranger's, and again the carrier's once it is named again", async () => {
  const { knows, pass } = await openNamedTrunk(["192.0.2.1"]);
  await pass(1, ["192.0.2.2"]);
  assert.deepEqual([knows("192.0.2.1"), knows("192.0.2.2")], [true, true]);
  await pass(5, ["192.0.2.2"]);
  assert.deepEqual([knows("192.0.2.1"), knows("192.0.2.2")], [false, true]);
  await pass(1, ["192.0.2.1"]);
  assert.deepEqual([knows("192.0.2.1"), knows("192.0.2.2")], [true, true]);
});

test("while no name server answers, a carrier is known by where it was last, however long that is", async () => {
  const { knows, pass } = await openNamedTrunk(["192.0.2.1"]);
  await pass(9, null);
  assert.equal(knows("192.0.2.1"), true);
});

test("a carrier at an IPv6 address is known however its address is written", async () => {
  const clock = createVirtualClock();
  const ports = {
    locate: (uri: Uri) => locate(uri, () => Promise.resolve(null), Math.random),
    timers: createTimers(clock),
    now: clock.now,
    ipv6: true,
  };
  const trunks = createTrunks([{ ...loopbackTrunk, addresses: [], peer: "sip:[2001:DB8:0:0::1]" }], ports, ["112"]);
  await trunks.all[0]?.targets?.start();
  for (const address of ["2001:db8::1", "2001:DB8::1", "2001:db8:0:0:0:0:0:1"])
    assert.equal(trunks.at(address)?.setting.name, "loopback");
  assert.equal(trunks.at("2001:db8::2"), null);
});
