import { networkInterfaces } from "node:os";

/** This machine's IPv4 addresses, loopback last: a desk on this machine is reached there too. */
const ownAddresses = (): readonly string[] => [
  ...Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address),
  ),
  "127.0.0.1",
];

/** Browsers hide their addresses behind mDNS names; they reach us first, and so are known by where they come from. */
export function withoutNames(offer: string): string {
  return offer
    .split("\r\n")
    .filter((line) => !(line.startsWith("a=candidate:") && line.includes(".local ")))
    .join("\r\n");
}

/** RFC 8445 §5.1.2.1 for the first host candidate of component 1; later addresses take lower local preferences. */
const hostPriority = 126 * 2 ** 24 + 65_535 * 2 ** 8 + 255;

/**
 * The candidates a desk may reach us at, in place of those the library gathered: one for each advertised address (none
 * given: all of this machine's), all on the one bound port (RFC 8445 §5.1.1). An address given by the configuration may be
 * the outer one of a 1:1 NAT; this machine need not have it. They stand in the first media section, which the others are
 * bundled with (RFC 9143 §7.3).
 */
export function withAddresses(sdp: string, advertised: readonly string[], port: number): string {
  const addresses = advertised.length > 0 ? advertised : ownAddresses();
  const candidates = addresses.map(
    (address, order) => `a=candidate:${order + 1} 1 udp ${hostPriority - order * 256} ${address} ${port} typ host`,
  );
  const lines = sdp
    .split("\r\n")
    .filter((line) => !line.startsWith("a=candidate:") && line !== "a=end-of-candidates")
    // RFC 8839 §4.2.1.2: the default destination agrees with a candidate.
    .map((line) =>
      line.startsWith("c=IN ") ? defaultAt(addresses[0]!) : line.replace(/^(m=\S+) \d+ /, `$1 ${port} `),
    );
  const end = lines.findIndex((line, at) => line.startsWith("m=") && lines.slice(0, at).some(isMedia));
  lines.splice(end === -1 ? lines.length - 1 : end, 0, ...candidates, "a=end-of-candidates");
  return lines.join("\r\n");
}

const isMedia = (line: string): boolean => line.startsWith("m=");
const defaultAt = (address: string): string => `c=IN ${address.includes(":") ? "IP6" : "IP4"} ${address}`;
