import { BlockList, isIP } from "node:net";

/** Whether RTP may come from an address. Built once per trunk leg from IPs and CIDRs. */
export type Allowed = (address: string) => boolean;

const known = new Map<string, Allowed>();

/** Reads IPs and CIDRs (`10.1.2.3`, `10.1.0.0/16`); what cannot be read allows nobody. Cached: trunks have few lists. */
export function allowedFrom(sources: readonly string[]): Allowed {
  const key = sources.join(" ");
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const list = new BlockList();
  for (const source of sources) {
    const [address = "", prefix] = source.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    const bits = prefix === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefix);
    if (isIP(address) !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= (family === "ipv6" ? 128 : 32))
      list.addSubnet(address, bits, family);
  }
  const allowed: Allowed = (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  known.set(key, allowed);
  return allowed;
}
