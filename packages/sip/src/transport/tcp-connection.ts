import type { Socket } from "node:net";
import { createFramer } from "./framing.ts";
import { type Arrival, plainAddress } from "./peer.ts";

/** One TCP connection, accepted or opened by us, kept for reuse by requests and responses (RFC 3261 §18). */
export type TcpConnection = {
  readonly address: string;
  readonly port: number;
  readonly isOpen: () => boolean;
  /** When anything last came, keepalives included (ms, monotonic). */
  readonly heardAt: () => number;
  readonly write: (wire: Buffer) => void;
  readonly close: () => void;
};

/** Limits of one connection (ms, bytes). */
export type TcpLimits = {
  /** A message that has begun must be complete within this time. */
  readonly slowSender: number;
  /** Unsent bytes after which a peer that does not read is cut off. */
  readonly unsent: number;
};

export const standardTcpLimits: TcpLimits = { slowSender: 10_000, unsent: 1_048_576 };

/** Reads messages from a connected socket until it closes. */
export function followConnection(
  socket: Socket,
  limits: TcpLimits,
  onMessage: (arrival: Arrival) => void,
  onClose: (connection: TcpConnection) => void,
): TcpConnection {
  const framer = createFramer();
  const slow = createSlowSenderClock(limits.slowSender, () => socket.destroy());
  const connection = connectionOf(socket, limits);
  const source = { transport: "tcp", address: connection.address, port: connection.port, connection } as const;
  const localAddress = plainAddress(socket.localAddress ?? "");

  let ended = false;

  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  socket.on("data", (bytes: Buffer) => {
    if (ended) return;
    const { messages, broken } = framer.take(bytes);
    for (const message of messages) onMessage({ bytes: message, source, localAddress });
    ended = broken;
    // What was answered still goes out.
    if (broken) socket.destroySoon();
    else slow.note(messages.length > 0, framer.pending());
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    slow.note(true, false);
    onClose(connection);
  });
  return connection;
}

function connectionOf(socket: Socket, limits: TcpLimits): TcpConnection {
  let heardAt = 0;
  socket.on("data", () => (heardAt = performance.now()));
  return {
    address: plainAddress(socket.remoteAddress ?? ""),
    port: socket.remotePort ?? 0,
    isOpen: () => socket.writable,
    heardAt: () => heardAt,
    write: (wire) => {
      if (socket.writableLength > limits.unsent) socket.destroy();
      else socket.write(wire);
    },
    close: () => socket.destroy(),
  };
}

/** Runs while a message has begun and is not complete; a completed message starts it anew. */
function createSlowSenderClock(limit: number, onLate: () => void) {
  let running: ReturnType<typeof setTimeout> | null = null;
  return {
    note: (completed: boolean, pending: boolean): void => {
      if (running !== null && (completed || !pending)) {
        clearTimeout(running);
        running = null;
      }
      if (running === null && pending) running = setTimeout(onLate, limit).unref();
    },
  };
}
