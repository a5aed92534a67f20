import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseUri, type Uri } from "../message/uri.ts";
import { createDnsCache } from "./dns-cache.ts";
import { createDnsClient } from "./dns-client.ts";
import { readReply } from "./dns-wire.ts";
import { inOrder, locate, type Target } from "./locate.ts";
import { type DnsServer, openDnsServer, type ZoneLine } from "./test-dns-server.ts";

const zone: readonly ZoneLine[] = [
  ["carrier.test", 60, "NAPTR", "20 10 s SIP+D2U _sip._udp.carrier.test"],
  ["carrier.test", 60, "NAPTR", "10 10 s SIPS+D2T _sips._tcp.carrier.test"],
  ["carrier.test", 60, "NAPTR", "10 50 s SIP+D2T _sip._tcp.carrier.test"],
  ["_sip._udp.carrier.test", 60, "SRV", "10 60 5080 sbc1.carrier.test"],
  ["_sip._udp.carrier.test", 60, "SRV", "20 0 5060 sbc2.carrier.test"],
  ["_sip._tcp.carrier.test", 60, "SRV", "10 0 5070 sbc1.carrier.test"],
  ["sbc1.carrier.test", 60, "A", "192.0.2.1"],
  ["sbc1.carrier.test", 60, "AAAA", "2001:db8:0:0:0:0:0:1"],
  ["sbc2.carrier.test", 60, "A", "192.0.2.2"],
  ["_sip._udp.nonaptr.test", 60, "SRV", "0 0 5060 sbc2.carrier.test"],
  ["plain.test", 60, "CNAME", "sbc2.carrier.test"],
];
const written = ({ transport, address, port }: Target): string => `${transport} ${address} ${port}`;
const uri = (text: string): Uri => parseUri(text) as Uri;

/** A name server, our client and our cache on a clock the test moves. */
async function openDns(lines: readonly ZoneLine[]) {
  const server: DnsServer = await openDnsServer(lines);
  let now = 0;
  const lookup = createDnsCache(createDnsClient([server.place], 300), () => now);
  return {
    server,
    pass: (ms: number) => void (now += ms),
    where: async (text: string) => (await locate(uri(text), lookup, () => 0))?.targets.map(written) ?? null,
  };
}

for (const [address, expected] of [
  ["sip:192.0.2.9", ["udp 192.0.2.9 5060"]],
  ["sip:[2001:DB8:0:0:0::9]", ["udp 2001:db8::9 5060"]],
  ["sip:192.0.2.9:5090;transport=tcp", ["tcp 192.0.2.9 5090"]],
  ["sip:sbc2.carrier.test:5099", ["udp 192.0.2.2 5099"]],
  ["sip:carrier.test;transport=udp", ["udp 192.0.2.1 5080", "udp 2001:db8::1 5080", "udp 192.0.2.2 5060"]],
  ["sip:carrier.test;transport=tcp", ["tcp 192.0.2.1 5070", "tcp 2001:db8::1 5070"]],
  [
    "sip:carrier.test",
    ["tcp 192.0.2.1 5070", "tcp 2001:db8::1 5070", "udp 192.0.2.1 5080", "udp 2001:db8::1 5080", "udp 192.0.2.2 5060"],
  ],
  ["sip:nonaptr.test", ["udp 192.0.2.2 5060"]],
  ["sip:plain.test", ["udp 192.0.2.2 5060"]],
  ["sip:nobody.test", []],
] as const)
  test(`${address} is looked for where RFC 3263 says`, async (t) => {
    const { server, where } = await openDns(zone);
    t.after(server.close);
    assert.deepEqual(await where(address), expected);
  });

test("an answer is believed for its TTL and no longer; then the DNS is asked again", async (t) => {
  const { server, where, pass } = await openDns([["sbc.test", 60, "A", "192.0.2.1"]]);
  t.after(server.close);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.1 5060"]);
  server.zone = [["sbc.test", 60, "A", "192.0.2.7"]];
  pass(59_000);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.1 5060"]);
  pass(2_000);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.7 5060"]);
});

test("while no name server answers, the last known answer stands; without one there is none", async (t) => {
  const { server, where, pass } = await openDns([["sbc.test", 5, "A", "192.0.2.1"]]);
  t.after(server.close);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.1 5060"]);
  server.down = true;
  pass(3_600_000);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.1 5060"]);
  assert.equal(await where("sip:other.test:5060"), null);
  server.down = false;
  server.zone = [["sbc.test", 5, "A", "192.0.2.8"]];
  pass(31_000);
  assert.deepEqual(await where("sip:sbc.test:5060"), ["udp 192.0.2.8 5060"]);
});

test("an answer too large for a datagram is fetched over TCP", async (t) => {
  const { server, where } = await openDns(zone);
  t.after(server.close);
  server.truncates = true;
  assert.deepEqual(await where("sip:sbc2.carrier.test:5060"), ["udp 192.0.2.2 5060"]);
});

test("servers of one priority are drawn by their weight, all are kept, and a lower priority comes first", () => {
  const record = fc.record({ priority: fc.nat(3), weight: fc.nat(100), port: fc.nat(9), target: fc.constant("a") });
  fc.assert(
    fc.property(fc.array(record), fc.double({ min: 0, max: 0.999, noNaN: true }), (records, dice) => {
      const ordered = inOrder(records, () => dice);
      assert.equal(ordered.length, records.length);
      const priorities = ordered.map(({ priority }) => priority);
      assert.deepEqual(
        priorities,
        priorities.toSorted((a, b) => a - b),
      );
    }),
  );
  const heavy = { priority: 1, weight: 90, port: 1, target: "heavy" };
  const light = { priority: 1, weight: 10, port: 1, target: "light" };
  let seed = 1;
  const dice = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const first = Array.from({ length: 2_000 }, () => inOrder([light, heavy], dice)[0]?.target);
  const share = first.filter((target) => target === "heavy").length / first.length;
  assert.ok(share > 0.86 && share < 0.94, `heavy came first in ${share}`);
});

test("whatever a name server sends, nothing breaks", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      readReply(Buffer.from(bytes));
    }),
  );
  assert.equal(readReply(Buffer.from([0, 1, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1])), null);
});
