import { connect, type Socket } from "node:net";
import type { Arrival, Peer } from "./peer.ts";
import { followConnection, type TcpConnection, type TcpLimits } from "./tcp-connection.ts";

/** A peer that takes no connection within this time takes none (ms). */
const CONNECT_PATIENCE = 2_000;

/** All TCP connections, accepted and opened; one we opened to a peer serves every request to it (RFC 3261 §18). */
export class Streams {
  readonly #limits: TcpLimits;
  readonly #onMessage: (arrival: Arrival) => void;
  readonly #open = new Set<TcpConnection>();
  /** Connections we opened, by far address and port, from the attempt on. */
  readonly #opened = new Map<string, Promise<TcpConnection | null>>();

  constructor(limits: TcpLimits, onMessage: (arrival: Arrival) => void) {
    this.#limits = limits;
    this.#onMessage = onMessage;
  }

  accept(socket: Socket): void {
    this.#follow(socket, () => undefined);
  }

  /** The connection to a peer, opened if need be; null when it takes none. */
  reach(address: string, port: number): Promise<TcpConnection | null> {
    const key = `${address} ${port}`;
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const forget = (): void => void this.#opened.delete(key);
    const attempt = this.#dial(address, port, forget);
    this.#opened.set(key, attempt);
    return attempt;
  }

  send(wire: Buffer, peer: Peer, onError?: () => void): void {
    if (peer.connection?.isOpen()) return peer.connection.write(wire);
    // RFC 3261 §18.2.2: the connection is gone; open one to where the peer says it listens.
    void this.reach(peer.address, peer.port).then((connection) =>
      connection === null ? onError?.() : connection.write(wire),
    );
  }

  close(): void {
    for (const connection of this.#open) connection.close();
  }

  async #dial(address: string, port: number, forget: () => void): Promise<TcpConnection | null> {
    const socket = connect({ host: address, port });
    socket.on("error", () => socket.destroy());
    const patience = setTimeout(() => socket.destroy(), CONNECT_PATIENCE);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("close", () => resolve(false));
    });
    clearTimeout(patience);
    if (connected) return this.#follow(socket, forget);
    forget();
    return null;
  }

  #follow(socket: Socket, onClose: () => void): TcpConnection {
    const connection = followConnection(socket, this.#limits, this.#onMessage, (closed) => {
      this.#open.delete(closed);
      onClose();
    });
    this.#open.add(connection);
    return connection;
  }
}
