/** What a socket speaks: IPv4 or IPv6, never both, so that each may have every port of the range. */
export type Family = "udp4" | "udp6";

/** A numeric address and a port. */
export type Endpoint = { readonly address: string; readonly port: number };

/** `datagram` is lent until the call returns; `at` is when it reached this machine (ms, the clock of performance.now). */
export type Receive = (datagram: Buffer, from: Endpoint, at: number) => void;

export interface DatagramSocket {
  readonly port: number;
  /** Sends at once or not at all: what the network does not take is lost, and nothing throws. */
  send(datagram: Buffer, to: Endpoint): void;
  /** May be called again. */
  close(): void;
}

/** UDP as the media plane needs it: many sockets, each with a datagram every 20 ms. */
export interface Sockets {
  readonly kind: "libc" | "dgram";
  /** On every address of this machine; port 0: any free one. Null when another program has the port. */
  bind(port: number, family: Family, receive: Receive): Promise<DatagramSocket | null>;
  /** Hands over what has come since the last time; called before each tick. */
  poll(): void;
  /** Closes what was bound. */
  close(): void;
}

/** Each socket's room in the kernel, bytes: a stranger's flood fills no more than that. */
export const receiveBuffer = 65_536;
