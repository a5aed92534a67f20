import { randomUUID } from "node:crypto";
import type { SipRequest, SipResponse } from "../message/message.ts";
import { bracketed } from "../message/uri.ts";
import { MAGIC_COOKIE } from "../message/via.ts";
import { type OutgoingRequest, writeRequest } from "../message/write.ts";
import type { Peer } from "../transport/peer.ts";
import type { Transport } from "../transport/transport.ts";
import { type ClientListener, ClientTransaction, clientKey } from "./client.ts";
import { mergeKey, serverKey } from "./key.ts";
import { replyRoute } from "./reply-route.ts";
import { ServerTransaction, type TransactionPorts } from "./server.ts";

/** RFC 3261 §18.1.1: larger requests need a transport with congestion control (bytes). */
const LARGEST_DATAGRAM_REQUEST = 1300;
/** A peer that refused TCP is not asked again for this long (ms). */
const TCP_REFUSAL_KEPT = 60_000;
const MOST_REFUSALS = 1024;

/** All transactions of this user agent (RFC 3261 §17). */
export class Transactions {
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #merged = new Map<string, ServerTransaction>();
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #refusedTcp = new Map<string, number>();
  readonly #ports: TransactionPorts;
  readonly #transport: Transport;

  constructor(ports: TransactionPorts, transport: Transport) {
    this.#ports = ports;
    this.#transport = transport;
  }

  count(): number {
    return this.#servers.size + this.#clients.size;
  }

  /** The transaction this request belongs to, if one lives (RFC 3261 §17.2.3). */
  find(request: SipRequest, method = request.method): ServerTransaction | undefined {
    return this.#servers.get(serverKey(request, method));
  }

  /** RFC 3261 §8.2.2.2: the same request already came over another path. */
  isMerged(request: SipRequest): boolean {
    return this.#merged.has(mergeKey(request));
  }

  /** Opens the server transaction of a request that `find` did not know. */
  open(request: SipRequest, source: Peer): ServerTransaction {
    const merge = request.toTag === null && request.method !== "CANCEL" ? mergeKey(request) : null;
    const names = { key: serverKey(request), merge };
    const opened = new ServerTransaction(names, request, replyRoute(request, source), this.#ports, (ended) => {
      this.#servers.delete(ended.key);
      if (ended.merge !== null && this.#merged.get(ended.merge) === ended) this.#merged.delete(ended.merge);
    });
    this.#servers.set(opened.key, opened);
    if (merge !== null && !this.#merged.has(merge)) this.#merged.set(merge, opened);
    return opened;
  }

  /** RFC 3261 §17.1.3; false for a response nobody waits for. */
  receiveResponse(response: SipResponse): boolean {
    const branch = response.via.branch;
    const waiting = branch === null ? undefined : this.#clients.get(clientKey(branch, response.method));
    if (waiting?.isFor(response) !== true) return false;
    waiting.receiveResponse(response);
    return true;
  }

  /** Sends a request in a transaction of its own. A CANCEL gives the branch of its INVITE (RFC 3261 §9.1). */
  start(request: OutgoingRequest, peer: Peer, listener: ClientListener, branch = drawBranch()): ClientTransaction {
    const client = new ClientTransaction(branch, request, listener, this.#ports, (ended) =>
      this.#clients.delete(ended.key),
    );
    this.#clients.set(client.key, client);
    const via = this.via(peer, branch);
    const wire = writeRequest(request, via);
    const tooLarge = peer.transport === "udp" && wire.length > LARGEST_DATAGRAM_REQUEST && !this.#refusesTcp(peer);
    if (tooLarge) void this.#startOverTcp(client, peer, { wire, via });
    else client.start(wire, via, peer);
    return client;
  }

  /** A Via for this peer. Always with rport: trunks may sit behind NAT (RFC 3581 §3). */
  via(peer: Peer, branch = drawBranch()): string {
    const host = bracketed(this.#transport.localAddressFor(peer.address));
    const protocol = peer.transport === "tcp" ? "TCP" : "UDP";
    return `SIP/2.0/${protocol} ${host}:${this.#transport.port};branch=${branch};rport`;
  }

  /** RFC 3261 §18.1.1: TCP for a large request, and UDP after all when the peer takes no TCP. */
  async #startOverTcp(client: ClientTransaction, peer: Peer, datagram: { wire: Buffer; via: string }): Promise<void> {
    const connection = await this.#transport.reachTcp(peer.address, peer.port);
    if (connection === null) {
      if (this.#refusedTcp.size === MOST_REFUSALS) this.#refusedTcp.clear();
      this.#refusedTcp.set(`${peer.address} ${peer.port}`, performance.now());
      return client.start(datagram.wire, datagram.via, peer);
    }
    const stream: Peer = { ...peer, transport: "tcp", connection };
    const via = this.via(stream, client.branch);
    client.start(writeRequest(client.request, via), via, stream);
  }

  #refusesTcp(peer: Peer): boolean {
    const refused = this.#refusedTcp.get(`${peer.address} ${peer.port}`);
    return refused !== undefined && performance.now() - refused < TCP_REFUSAL_KEPT;
  }
}

function drawBranch(): string {
  return MAGIC_COOKIE + randomUUID();
}
