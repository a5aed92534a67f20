import { readFileSync } from "node:fs";
import { createServer as createPlain, type IncomingMessage, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import type { Duplex } from "node:stream";
import type { DeskClaims, ToDesk } from "@siaga/contracts/desk-link";
import { type WebSocket, WebSocketServer } from "ws";
import type { CheckedToken } from "./token.ts";
import type { DeskSocket } from "./desk.ts";

/** What the desks' side does with a WebSocket whose token is good. */
export type SocketListener = {
  opened(claims: DeskClaims, socket: DeskSocket): void;
  said(claims: DeskClaims, socket: DeskSocket, text: string): void;
  closed(claims: DeskClaims, socket: DeskSocket): void;
};

export type DeskServerOptions = {
  readonly address: string;
  readonly ports: { readonly http: number; readonly https: number };
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly check: (token: string) => CheckedToken;
  /** Told in one sentence when desks cannot be served over TLS. */
  readonly onNoCertificate: (sentence: string) => void;
};

export interface DeskServer {
  /** Ports listened on; https null without a certificate. */
  readonly ports: { readonly http: number; readonly https: number | null };
  close(): Promise<void>;
}

/** WebSocket close code: the token is forged or expired (4000–4999 are ours, RFC 6455 §7.4.2; 4401 after HTTP's 401). */
const unauthorised = 4401;

/** Listens for desks at `/desk?token=…`, plain and TLS. Rejects when a port is taken. */
export async function openDeskServer(options: DeskServerOptions, listener: SocketListener): Promise<DeskServer> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on("error", () => stream.destroy());
    const [path, query] = (request.url ?? "").split("?");
    if (path !== "/desk" || !isSameHost(request)) return void stream.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    sockets.handleUpgrade(request, stream, head, (socket) =>
      greet(socket, options.check(new URLSearchParams(query).get("token") ?? ""), listener),
    );
  };
  const servers: Server[] = [createPlain(sayWhatThisIs)];
  const certificate = readCertificate(options);
  if (certificate) servers.push(createSecure(certificate, sayWhatThisIs));
  for (const server of servers) server.on("upgrade", upgrade);
  const [http = 0, https = null] = await Promise.all(
    servers.map((server, secure) => listen(server, secure ? options.ports.https : options.ports.http, options.address)),
  );
  return {
    ports: { http, https },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** A person who opens this port in a browser is told where to go. */
const sayWhatThisIs = (
  _: IncomingMessage,
  response: { writeHead(status: number): { end(text: string): void } },
): void => response.writeHead(426).end("Desks connect here from the console page; there is nothing else to see.\n");

/** The console is served by the centre on another port of the same host; any other page may not use a desk's token. */
function isSameHost({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true;
  try {
    return new URL(headers.origin).hostname === new URL(`http://${headers.host}`).hostname;
  } catch {
    return false;
  }
}

function greet(socket: WebSocket, token: CheckedToken, listener: SocketListener): void {
  socket.on("error", () => socket.terminate());
  if (!token.ok) return socket.close(unauthorised, token.code);
  const { claims } = token;
  const desk: DeskSocket = {
    send(message: ToDesk) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    close: (code, reason) => socket.close(code, reason),
  };
  socket.on("message", (text) => listener.said(claims, desk, String(text)));
  socket.on("close", () => listener.closed(claims, desk));
  listener.opened(claims, desk);
}

function readCertificate(options: DeskServerOptions): { readonly cert: Buffer; readonly key: Buffer } | null {
  try {
    return { cert: readFileSync(options.certificateFile), key: readFileSync(options.keyFile) };
  } catch (error) {
    options.onNoCertificate(
      `Desks on other machines cannot connect: the certificate cannot be read (${(error as Error).message}).`,
    );
    return null;
  }
}

function listen(server: Server, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : port);
    });
  });
}
