import { isIPv6, SocketAddress } from "node:net";
import type { TcpConnection } from "./tcp-connection.ts";

/** Where a message came from or goes to. */
export type Peer = {
  readonly transport: "udp" | "tcp";
  readonly address: string;
  readonly port: number;
  /** The TCP connection it came on: responses go back on it (RFC 3261 §18.2.2). */
  readonly connection: TcpConnection | null;
};

/** A received message before it is understood. */
export type Arrival = {
  readonly bytes: Buffer;
  readonly source: Peer;
  /** Our own address as the peer sees us. */
  readonly localAddress: string;
};

/** `::ffff:192.0.2.1` is 192.0.2.1: a dual-stack socket must not change who a trunk is. */
export function plainAddress(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

/** The address as sockets write it (RFC 5952), so that it can be compared: `2001:DB8:0:0:0:0:0:1` is `2001:db8::1`. Names, and addresses with a zone, stay. */
export function canonicalAddress(address: string): string {
  if (!isIPv6(address) || address.includes("%")) return address;
  return plainAddress(new SocketAddress({ address, family: "ipv6" }).address);
}
