import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

/** The addresses of this machine, as the system tells them. */
export type Interfaces = typeof networkInterfaces;

export const isWildcard = (bound: string): boolean => bound === "0.0.0.0" || bound === "::";

/**
 * Which of our addresses a peer reaches us at: what Via, Contact and SDP must say (RFC 3261 §18.1.1, §8.1.1.8).
 * A bound address answers for itself; bound to the wildcard, the interface whose network holds the peer does; else the
 * configured public address; else the first interface that leads out.
 */
export function createLocalAddresses(
  bound: string,
  publicAddress: string | null,
  interfaces: Interfaces = networkInterfaces,
): (remote: string) => string {
  if (!isWildcard(bound)) return () => bound;
  const known = new Map<string, string>();
  return (remote) => {
    const cached = known.get(remote);
    if (cached !== undefined) return cached;
    const found = interfaceFor(remote, interfaces) ?? publicAddress ?? firstOutward(interfaces) ?? "127.0.0.1";
    if (known.size > 1024) known.clear();
    known.set(remote, found);
    return found;
  };
}

function interfaceFor(remote: string, interfaces: Interfaces): string | null {
  const family = isIPv6(remote) ? "ipv6" : "ipv4";
  for (const one of allInterfaces(interfaces)) {
    if (one.cidr === null || one.family.toLowerCase() !== family) continue;
    const network = new BlockList();
    network.addSubnet(one.address, Number(one.cidr.split("/")[1]), family);
    // A peer on this machine calls from the address it called, so 127.0.0.0/8 and our own addresses match too.
    if (network.check(remote, family)) return one.internal && family === "ipv4" ? "127.0.0.1" : one.address;
  }
  return null;
}

function firstOutward(interfaces: Interfaces): string | null {
  return allInterfaces(interfaces).find((one) => !one.internal && one.family === "IPv4")?.address ?? null;
}

function allInterfaces(interfaces: Interfaces): NonNullable<ReturnType<Interfaces>[string]> {
  return Object.values(interfaces()).flatMap((addresses) => addresses ?? []);
}
