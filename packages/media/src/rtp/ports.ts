import { createSocket, type RemoteInfo, type Socket } from "node:dgram";

type Datagram = (datagram: Buffer, from: RemoteInfo) => void;

/** What a socket speaks: IPv4 or IPv6, never both, so that each may have every port of the range. */
export type Family = "udp4" | "udp6";

/** An even RTP port and the odd RTCP port above it, bound for as long as the process lives. */
export type PortPair = {
  readonly family: Family;
  readonly port: number;
  readonly rtp: Socket;
  readonly rtcp: Socket;
  /** Set while a leg owns the pair; what arrives in between is dropped. */
  owner: { readonly rtp: Datagram; readonly rtcp: Datagram } | null;
  /** The stream the last owner heard: its stragglers are not the next owner's. */
  lastSsrc: number;
};

/**
 * Port pairs of the configured range. Sockets stay bound and are handed round, oldest first: opening a leg costs no system
 * call, and a port rests as long as possible before it is used again.
 */
export class PortPool {
  readonly #last: number;
  #next: number;
  readonly #free: PortPair[] = [];
  readonly #all: PortPair[] = [];

  readonly #family: Family;

  constructor(range: { readonly first: number; readonly last: number }, family: Family = "udp4") {
    this.#family = family;
    this.#next = range.first + (range.first % 2);
    this.#last = range.last;
  }

  /** Pairs that could be taken now. */
  get freePairs(): number {
    return this.#free.length + Math.max(0, Math.floor((this.#last + 1 - this.#next) / 2));
  }

  /** A pair nobody owns, or null when the range is used up. Ports other programs hold are passed over. */
  async take(): Promise<PortPair | null> {
    const waiting = this.#free.shift();
    if (waiting !== undefined) return waiting;
    while (this.#next + 1 <= this.#last) {
      const port = this.#next;
      this.#next += 2;
      const pair = await bindPair(port, this.#family);
      if (pair === null) continue;
      this.#all.push(pair);
      return pair;
    }
    return null;
  }

  /** The pair on this very port, for a leg whose peer was told of it; null when somebody else has it. */
  async takeAt(port: number): Promise<PortPair | null> {
    const at = this.#free.findIndex((pair) => pair.port === port);
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    const pair = await bindPair(port, this.#family);
    if (pair !== null) this.#all.push(pair);
    return pair;
  }

  give(pair: PortPair): void {
    pair.owner = null;
    this.#free.push(pair);
  }

  /** Binds some pairs before the first call needs them. */
  async warm(count: number): Promise<void> {
    const pairs: PortPair[] = [];
    for (let at = 0; at < count; at += 1) {
      const pair = await this.take();
      if (pair !== null) pairs.push(pair);
    }
    for (const pair of pairs) this.give(pair);
  }

  close(): void {
    for (const pair of this.#all) {
      pair.rtp.close();
      pair.rtcp.close();
    }
    this.#all.length = 0;
  }
}

async function bindPair(port: number, family: Family): Promise<PortPair | null> {
  const rtp = await bind(port, family);
  const rtcp = rtp === null ? null : await bind(port + 1, family);
  if (rtp === null || rtcp === null) {
    rtp?.close();
    return null;
  }
  const pair: PortPair = { family, port, rtp, rtcp, owner: null, lastSsrc: -1 };
  rtp.on("message", (datagram, from) => pair.owner?.rtp(datagram, from));
  rtcp.on("message", (datagram, from) => pair.owner?.rtcp(datagram, from));
  return pair;
}

function bind(port: number, family: Family): Promise<Socket | null> {
  return new Promise((resolve) => {
    // Addresses are numbers always: no resolver stands between us and the wire.
    const lookup = (host: string, _: unknown, found: (error: null, address: string, family: number) => void): void =>
      found(null, host, family === "udp6" ? 6 : 4);
    const socket = createSocket({ type: family, ipv6Only: family === "udp6", lookup, recvBufferSize: 65_536 });
    socket.once("error", () => {
      socket.close();
      resolve(null);
    });
    socket.bind(port, () => {
      socket.removeAllListeners("error");
      // An ICMP "port unreachable" of a peer that is gone is no error of ours.
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });
}
