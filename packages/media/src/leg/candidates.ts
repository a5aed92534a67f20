import { networkInterfaces } from "node:os";

/** This machine's IPv4 addresses but loopback; `usable` are those the WebRTC library would gather by itself. */
export function ownAddresses(): { readonly address: string; readonly usable: boolean }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => ({
        address,
        usable: !/^(ipsec|u?tun|tap|vmnet|veth)/.test(name) && !address.startsWith("169.254."),
      })),
  );
}

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
 * One candidate for each advertised address (none given: all of this machine's), in place of the one gathered, all on the
 * one port that is bound (RFC 8445 §5.1.1).
 */
export function withAddresses(sdp: string, advertised: readonly string[]): string {
  const addresses = advertised.length > 0 ? advertised : [...ownAddresses().map(({ address }) => address), "127.0.0.1"];
  const candidatesOn = (port: string): string[] =>
    addresses.map(
      (address, order) => `a=candidate:${order + 1} 1 udp ${hostPriority - order * 256} ${address} ${port} typ host`,
    );
  return sdp
    .split("\r\n")
    .flatMap((line) => {
      if (!line.startsWith("a=candidate:")) return [line];
      const port = /^a=candidate:\S+ 1 udp \d+ \S+ (\d+) typ host/.exec(line)?.[1];
      return port === undefined ? [] : candidatesOn(port);
    })
    .join("\r\n");
}
