import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { type Hello, readToExchange, type ToCentre, type ToExchange } from "@siaga/contracts/exchange-link";
import type { Logger } from "pino";
import type { CentreSession, Succession } from "../brain/succession.ts";
import { openFraming } from "./framing.ts";
import { drawNonce, isProof } from "./proof.ts";

/** Whoever connects has this long (ms) to prove that it is a centre of this instance. */
const proofLimit = 5_000;

export type LinkServerOptions = {
  /** Unix socket path or `tcp://host:port`. */
  readonly address: string;
  readonly key: Buffer;
  readonly log: Logger;
};

export interface LinkServer {
  /** To the centre that leads, if any. */
  send(message: ToCentre): void;
  close(): Promise<void>;
}

/** Listens for the centre. Rejects when the address cannot be listened on. */
export async function openLinkServer(
  { address, key, log }: LinkServerOptions,
  succession: Succession,
): Promise<LinkServer> {
  const sockets = new Set<Socket>();
  let leading: CentreSession | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    converse(socket, { key, log, succession, onLeads: (session) => (leading = session) });
  });
  await listen(server, address);
  return {
    send: (message) => leading?.send(message),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Conversation = {
  readonly key: Buffer;
  readonly log: Logger;
  readonly succession: Succession;
  readonly onLeads: (session: CentreSession) => void;
};

/** One connection: challenge, proof, hello, welcome; then commits and beats until it ends. Any other order closes it. */
function converse(socket: Socket, { key, log, succession, onLeads }: Conversation): void {
  const nonce = drawNonce();
  const session = sessionOn(socket);
  let said: Hello | null = null;
  let proven = false;
  let leads = false;
  const unproven = setTimeout(() => socket.destroy(), proofLimit);
  const leave = (why: string): void => {
    log.warn({ why }, "a connection to the link was closed");
    socket.destroy();
  };

  const words: { readonly [K in ToExchange["kind"]]: (message: Extract<ToExchange, { kind: K }>) => void } = {
    async auth({ mac }) {
      if (proven || !isProof(mac, nonce, key)) return leave("no proof of being this instance's centre");
      proven = true;
      clearTimeout(unproven);
      const hello = await succession.hello();
      session.send(hello);
      said = hello;
    },
    welcome(welcome) {
      if (!said || leads) return leave("a welcome nobody waited for");
      const place = succession.welcomed(session, welcome, said);
      leads = place === "leads";
      if (leads) return onLeads(session);
      if (place === "stale") session.send({ kind: "stale", epochSeen: succession.epochSeen() });
      session.close();
    },
    commit: (commit) => (leads ? succession.committed(session, commit) : leave("a commit before its welcome")),
    beat: () => succession.heard(session),
  };

  session.send({ kind: "challenge", nonce });
  const lines = openFraming();
  socket.on("data", (chunk: Buffer) => {
    for (const line of lines(chunk) ?? [""]) {
      if (socket.destroyed) return;
      const message = readToExchange(line);
      if (message === null || (!proven && message.kind !== "auth")) return leave("words that are not of this protocol");
      (words[message.kind] as (message: ToExchange) => void)(message);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    clearTimeout(unproven);
    leads = false;
    if (proven) succession.gone(session);
  });
}

/** ms between two writes. */
const spacing = 10;

/**
 * The first word after a quiet moment leaves at once, those that follow it closely leave in one write: 400 calls a second
 * would otherwise pay for each line, here and where the centre wakes up for it.
 */
function sessionOn(socket: Socket): CentreSession {
  let unsent = "";
  let wroteAt = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    if (unsent !== "" && socket.writable) socket.write(unsent);
    unsent = "";
    wroteAt = performance.now();
  };
  const flushSoon = (): void => {
    const rest = spacing - (performance.now() - wroteAt);
    if (rest > 0) setTimeout(flush, rest);
    else setImmediate(flush);
  };
  return {
    send(message) {
      if (unsent === "") flushSoon();
      unsent += `${JSON.stringify(message)}\n`;
    },
    close() {
      flush();
      socket.end();
    },
  };
}

async function listen(server: Server, address: string): Promise<void> {
  if (address.startsWith("tcp://")) {
    const { hostname, port } = new URL(address);
    return begin(server, { host: hostname, port: Number(port) });
  }
  mkdirSync(dirname(address), { recursive: true, mode: 0o700 });
  // A socket file nobody answers on is left over from a process that was killed.
  if (!(await isAnswered(address))) rmSync(address, { force: true });
  await begin(server, { path: address });
  chmodSync(address, 0o600);
}

function begin(
  server: Server,
  where: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}
