import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalAddresses, type Interfaces } from "./local-address.ts";

const own = (address: string, bits: number, internal = false) => ({
  address,
  cidr: `${address}/${bits}`,
  netmask: "",
  mac: "",
  internal,
});
const four = (address: string, bits: number, internal = false) =>
  ({ ...own(address, bits, internal), family: "IPv4" }) as const;
const six = (address: string, bits: number, internal = false) =>
  ({ ...own(address, bits, internal), family: "IPv6", scopeid: 0 }) as const;

const machine: Interfaces = () => ({
  lo: [four("127.0.0.1", 8, true), six("::1", 128, true)],
  eth0: [four("10.0.0.2", 24), six("fe80::2", 64), six("2001:db8:1::2", 64)],
});

for (const [what, publicAddress, remote, expected] of [
  ["on our network is told our address there", "203.0.113.40", "10.0.0.7", "10.0.0.2"],
  ["elsewhere is told the public address", "203.0.113.40", "198.51.100.1", "203.0.113.40"],
  ["elsewhere, without a public address, is told the first that leads out", null, "198.51.100.1", "10.0.0.2"],
  ["on this machine is told 127.0.0.1", "203.0.113.40", "127.0.0.5", "127.0.0.1"],
  ["on our IPv6 network is told our address there", "203.0.113.40", "2001:db8:1::7", "2001:db8:1::2"],
  ["elsewhere by IPv6 is told no IPv4 address", "203.0.113.40", "2001:db8:9::1", "2001:db8:1::2"],
  ["elsewhere by IPv6 is told the public IPv6 address", "2001:db8:5::1", "2001:db8:9::1", "2001:db8:5::1"],
  ["elsewhere by IPv4 is told no public IPv6 address", "2001:db8:5::1", "198.51.100.1", "10.0.0.2"],
  ["on our link by IPv6 is told our address there", null, "fe80::7", "fe80::2"],
] as const)
  test(`a peer ${what}`, () => assert.equal(createLocalAddresses("::", publicAddress, machine)(remote), expected));

test("bound to one address, every peer is told that", () => {
  assert.equal(createLocalAddresses("10.0.0.2", "203.0.113.40", machine)("198.51.100.1"), "10.0.0.2");
});
