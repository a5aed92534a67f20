import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, isIPv6, type Server, type Socket as TcpSocket } from "node:net";
import { skipEmptyLines } from "../message/parse.ts";
import { createLocalAddresses, type Interfaces, isWildcard } from "./local-address.ts";
import { type Arrival, type Peer, plainAddress } from "./peer.ts";
import { Streams } from "./streams.ts";
import { standardTcpLimits, type TcpConnection, type TcpLimits } from "./tcp-connection.ts";

/** RFC 3261 §18: sockets, connections and nothing about what a message means. */
export type Transport = {
  readonly port: number;
  /** Our address as this peer sees us. */
  readonly localAddressFor: (remote: string) => string;
  /** Sends; `onError` is called at most once when the network refuses (RFC 3261 §18.4). */
  readonly send: (wire: Buffer, peer: Peer, onError?: () => void) => void;
  /** Opens, or finds open, a TCP connection; null when the peer takes none within 2 s. */
  readonly reachTcp: (address: string, port: number) => Promise<TcpConnection | null>;
  readonly close: () => Promise<void>;
};

/** The SIP port is not ours to take. */
export class SipPortError extends Error {
  override name = "SipPortError";
  readonly code: "port-taken" | "address-unavailable" | "not-permitted" | "failed";

  constructor(code: SipPortError["code"], sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** What the transport asks of the layers above. */
export type TransportUser = {
  readonly onMessage: (arrival: Arrival) => void;
  /** Connections from anybody else are few and short: they must not keep a trunk out. */
  readonly isTrunk: (address: string) => boolean;
};

const MOST_STRANGERS = 64;
const STRANGER_STAYS = 5_000;

/** Binds UDP and TCP on the same port (RFC 3261 §18.2.1). Port 0: one that is free for both. */
export async function openTransport(
  options: { readonly address: string; readonly port: number; readonly publicAddress: string | null },
  { onMessage, isTrunk }: TransportUser,
  limits: TcpLimits = standardTcpLimits,
  interfaces?: Interfaces,
): Promise<Transport> {
  const localAddressFor = createLocalAddresses(options.address, options.publicAddress, interfaces);
  const { udp, tcp, port } = await bindBoth(options.address, options.port);
  // Behind NAT a stream ends at an address its peer cannot reach: it is told the same as over UDP (RFC 3261 §8.1.1.8).
  const natted = isWildcard(options.address) ? options.publicAddress : null;
  const streams = new Streams(limits, (arrival) => {
    const { address } = arrival.source;
    const isNatted = natted !== null && isIPv6(natted) === isIPv6(address);
    onMessage(isNatted ? { ...arrival, localAddress: localAddressFor(address) } : arrival);
  });
  acceptConnections(tcp, isTrunk, (socket) => streams.accept(socket));

  udp.on("message", (bytes, from) => {
    const message = skipEmptyLines(bytes);
    if (message.length === 0) return;
    const address = plainAddress(from.address);
    const source: Peer = { transport: "udp", address, port: from.port, connection: null };
    onMessage({ bytes: message, source, localAddress: localAddressFor(address) });
  });
  // ICMP errors arrive here for nobody in particular: transactions have their timers.
  udp.on("error", () => undefined);

  return {
    port,
    localAddressFor,
    reachTcp: (address, port) => streams.reach(address, port),
    send: (wire, peer, onError) => {
      if (peer.transport === "tcp") streams.send(wire, peer, onError);
      else if (onError === undefined) udp.send(wire, peer.port, peer.address);
      else udp.send(wire, peer.port, peer.address, (error) => error !== null && onError());
    },
    close: async () => {
      streams.close();
      await Promise.all([new Promise<void>((done) => udp.close(done)), new Promise((done) => tcp.close(done))]);
    },
  };
}

/** A connection from no trunk may say one thing: it is cut after 5 s, and at once when 64 are open. */
function acceptConnections(
  server: Server,
  isTrunk: (address: string) => boolean,
  accept: (socket: TcpSocket) => void,
): void {
  let strangers = 0;
  server.on("connection", (socket) => {
    if (isTrunk(plainAddress(socket.remoteAddress ?? ""))) return accept(socket);
    if (strangers >= MOST_STRANGERS) return void socket.destroy();
    strangers += 1;
    const leave = setTimeout(() => socket.destroy(), STRANGER_STAYS).unref();
    socket.once("close", () => {
      strangers -= 1;
      clearTimeout(leave);
    });
    accept(socket);
  });
}

async function bindBoth(address: string, port: number): Promise<{ udp: Socket; tcp: Server; port: number }> {
  for (let attempt = 0; ; attempt += 1) {
    const udp = await bindUdp(address, port);
    const tcp = createServer();
    const found = udp.address().port;
    try {
      tcp.listen(found, address);
      await once(tcp, "listening");
      tcp.on("error", () => undefined);
      return { udp, tcp, port: found };
    } catch (error) {
      udp.close();
      if (port !== 0 || attempt === 20) throw portError(error, address, found, "TCP");
    }
  }
}

async function bindUdp(address: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: isIPv6(address) ? "udp6" : "udp4",
    recvBufferSize: 4_194_304,
    sendBufferSize: 4_194_304,
    // Addresses are literals here; asking the resolver for each datagram would cost a turn of the event loop.
    lookup: (host, _options, found) => {
      if (host.includes(":")) return found(null, host, 6);
      // A socket for both families names an IPv4 peer by its mapped address.
      return isIPv6(address) ? found(null, `::ffff:${host}`, 6) : found(null, host, 4);
    },
  });
  try {
    // Our lookup answers at once, so `listening` may come before bind returns.
    const listening = once(socket, "listening");
    socket.bind(port, address);
    await listening;
    return socket;
  } catch (error) {
    socket.close();
    throw portError(error, address, port, "UDP");
  }
}

function portError(error: unknown, address: string, port: number, protocol: string): SipPortError {
  const code = (error as NodeJS.ErrnoException).code;
  const place = `${protocol} ${address}:${port}`;
  if (code === "EADDRINUSE")
    return new SipPortError("port-taken", `SIP ${place} is taken by another program; stop it or set another SIP port.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new SipPortError(
      "address-unavailable",
      `SIP cannot listen on ${place}: this machine has no such address; set one of its own or 0.0.0.0.`,
    );
  if (code === "EACCES" || code === "EPERM")
    return new SipPortError("not-permitted", `SIP may not listen on ${place}; choose a port above 1023.`);
  return new SipPortError("failed", `SIP cannot listen on ${place} (${code ?? "unknown reason"}).`);
}
