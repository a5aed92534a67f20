import { createSocket, type Socket } from "node:dgram";
import {
  receiveBuffer,
  type DatagramSocket,
  type Endpoint,
  type Family,
  type Receive,
  type Sockets,
} from "./sockets.ts";

/** Sockets of Node's own, for machines on which the C library cannot be called: twice as dear or more (adr/0010). */
export class NodeDgram implements Sockets {
  readonly kind = "dgram";
  readonly #open = new Set<DatagramSocket>();

  bind(port: number, family: Family, receive: Receive): Promise<DatagramSocket | null> {
    return new Promise((resolve) => {
      // Addresses are numbers always: no resolver stands between us and the wire.
      const lookup = (host: string, _: unknown, found: (error: null, address: string, family: number) => void): void =>
        found(null, host, family === "udp6" ? 6 : 4);
      const ipv6Only = family === "udp6";
      const socket = createSocket({ type: family, ipv6Only, lookup, recvBufferSize: receiveBuffer });
      socket.once("error", () => {
        socket.close();
        resolve(null);
      });
      socket.bind(port, () => {
        socket.removeAllListeners("error");
        // An ICMP "port unreachable" of a peer that is gone is no error of ours.
        socket.on("error", () => undefined);
        socket.on("message", (datagram, from) => receive(datagram, from, performance.now()));
        resolve(this.#keep(socket));
      });
    });
  }

  poll(): void {
    // Node hands datagrams over as they come.
  }

  close(): void {
    for (const socket of this.#open) socket.close();
  }

  #keep(socket: Socket): DatagramSocket {
    const kept: DatagramSocket = {
      port: socket.address().port,
      send: (datagram: Buffer, { address, port }: Endpoint) => {
        if (this.#open.has(kept) && port > 0) socket.send(datagram, port, address);
      },
      close: () => {
        if (this.#open.delete(kept)) socket.close();
      },
    };
    this.#open.add(kept);
    return kept;
  }
}
