import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

/** The addresses of this machine, as the system tells them. */
export type Interfaces = typeof networkInterfaces;

export const isWildcard = (bound: string): boolean => bound === "0.0.0.0" || bound === "::";

/**
 * Which of our addresses a peer reaches us at: what Via, Contact and SDP must say (RFC 3261 §18.1.1, §8.1.1.8). A bound
 * address answers for itself. Bound to the wildcard it is one of the peer's own family: that of the interface whose network
 * holds the peer; else the configured public address; else the first that leads out.
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
    const found = choose(remote, publicAddress, interfaces);
    if (known.size > 1024) known.clear();
    known.set(remote, found);
    return found;
  };
}

type Family = "ipv4" | "ipv6";
const familyOf = (address: string): Family => (isIPv6(address) ? "ipv6" : "ipv4");

function choose(remote: string, publicAddress: string | null, interfaces: Interfaces): string {
  const family = familyOf(remote);
  const ours = Object.values(interfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((one) => one.family.toLowerCase() === family);
  const onLink = ours.find(({ address, cidr }) => cidr !== null && holds(address, cidr, remote));
  // A peer on this machine calls from the address it called, so 127.0.0.0/8 and our own addresses match too.
  if (onLink !== undefined) return onLink.internal && family === "ipv4" ? "127.0.0.1" : onLink.address;
  if (publicAddress !== null && familyOf(publicAddress) === family) return publicAddress;
  // RFC 4291 §2.5.6: a link-local address leads no further than the link.
  const outward = ours.find(({ address, internal }) => !internal && !holds("fe80::", "fe80::/10", address));
  return outward?.address ?? publicAddress ?? (family === "ipv6" ? "::1" : "127.0.0.1");
}

function holds(network: string, cidr: string, address: string): boolean {
  const family = familyOf(network);
  const subnet = new BlockList();
  subnet.addSubnet(network, Number(cidr.split("/")[1]), family);
  return subnet.check(address, familyOf(address));
}
