import type { DatagramSocket, Family, Receive, Sockets } from "../sockets/sockets.ts";
import type { HeardStream } from "./stream.ts";

/** Who has a pair: what reached it before `since` (ms) was meant for somebody else. */
type Owner = { readonly rtp: Receive; readonly rtcp: Receive; readonly since: number };

/** An even RTP port and the odd RTCP port above it, bound for as long as the process lives. */
export type PortPair = {
  readonly family: Family;
  readonly port: number;
  readonly rtp: DatagramSocket;
  readonly rtcp: DatagramSocket;
  /** Set while a leg owns the pair; what arrives in between is dropped. */
  owner: Owner | null;
  /** The stream the last owner heard, null for none: its stragglers are not the next owner's. */
  lastHeard: HeardStream | null;
};

/**
 * Port pairs of the configured range. Sockets stay bound and are handed round, oldest first: opening a leg costs no system
 * call, and a port rests as long as possible before it is used again.
 */
export class PortPool {
  readonly #last: number;
  #next: number;
  readonly #free: PortPair[] = [];

  readonly #family: Family;
  readonly #sockets: Sockets;

  constructor(range: { readonly first: number; readonly last: number }, sockets: Sockets, family: Family = "udp4") {
    this.#family = family;
    this.#sockets = sockets;
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
      const pair = await bindPair(port, this.#family, this.#sockets);
      if (pair !== null) return pair;
    }
    return null;
  }

  /** The pair on this very port, for a leg whose peer was told of it; null when somebody else has it. */
  async takeAt(port: number): Promise<PortPair | null> {
    const at = this.#free.findIndex((pair) => pair.port === port);
    if (at >= 0) return this.#free.splice(at, 1)[0]!;
    return bindPair(port, this.#family, this.#sockets);
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
}

async function bindPair(port: number, family: Family, sockets: Sockets): Promise<PortPair | null> {
  let pair: PortPair | null = null;
  const hand =
    (part: "rtp" | "rtcp"): Receive =>
    (datagram, from, at) => {
      const owner = pair?.owner ?? null;
      if (owner !== null && at >= owner.since) owner[part](datagram, from, at);
    };
  const rtp = await sockets.bind(port, family, hand("rtp"));
  const rtcp = rtp === null ? null : await sockets.bind(port + 1, family, hand("rtcp"));
  if (rtp !== null && rtcp !== null) pair = { family, port, rtp, rtcp, owner: null, lastHeard: null };
  else rtp?.close();
  return pair;
}
