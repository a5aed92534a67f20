import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { LiveMessage, Patch } from "@siaga/contracts/live";
import type { AgencyScreen } from "@siaga/agency-link";
import { type WebSocket, WebSocketServer } from "ws";
import type { Actor } from "../policies/actor.ts";
import type { Clock, HttpParts, LiveBoard } from "../ports.ts";
import { liveViewOf } from "../presenters/live-view.ts";
import { isSameOrigin } from "./sign-in/origin.ts";
import type { Sessions } from "./sign-in/sessions.ts";

const pulseEvery = 5_000;
/** A client this far behind is dropped; it reconnects and begins again with a whole board. */
const mostUnsent = 1_000_000;

type LivePorts = {
  readonly live: LiveBoard;
  readonly sessions: Sessions;
  readonly agencyScreens: HttpParts["agencyScreens"];
  readonly clock: Clock;
};

/** The live view at `/live` on both servers. */
export interface LiveSockets {
  attachTo(server: Server): void;
  count(): number;
  close(): void;
}

/** Opens the live view: a board at first, patches as events commit, a pulse every 5 s. */
export function openLiveSockets(ports: LivePorts): LiveSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_024, clientTracking: true });
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    socket.on("error", () => socket.destroy());
    if ((request.url ?? "").split("?")[0] !== "/live") return refuse(socket, "404 Not Found");
    if (!isSameOrigin(request)) return refuse(socket, "403 Forbidden");
    const token = ports.sessions.tokenIn(request.headers.cookie);
    const actor = await ports.sessions.actorOf(token);
    sockets.handleUpgrade(request, socket, head, (connection) => {
      // Before anything else: a frame that breaks RFC 6455 may be the first, and from somebody not signed in.
      connection.on("error", () => connection.terminate());
      if (actor === null || token === undefined) {
        connection.send(JSON.stringify({ type: "signed-out" } satisfies LiveMessage));
        return connection.close(4401, "signed-out");
      }
      serveConnection(connection, actor, token, ports);
    });
  };
  return {
    attachTo(server) {
      server.on(
        "upgrade",
        (request, socket, head) => void upgrade(request, socket, head).catch(() => socket.destroy()),
      );
    },
    count: () => sockets.clients.size,
    close() {
      for (const connection of sockets.clients) connection.close(1001, "centre closes");
      sockets.close();
      setTimeout(() => sockets.clients.forEach((connection) => connection.terminate()), 500).unref();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function serveConnection(connection: WebSocket, actor: Actor, token: string, ports: LivePorts): void {
  const view = liveViewOf(actor);
  const send = (text: string): void => {
    if (connection.bufferedAmount > mostUnsent) connection.terminate();
    else if (connection.readyState === connection.OPEN) connection.send(text);
  };
  send(JSON.stringify(view.board(ports.live.board())));
  const leave = [
    ports.live.subscribe((patch) => {
      const shown = view.patch(patch, ports.live.board());
      if (shown !== null) send(textOf(shown));
    }),
    pulse(connection, send, token, ports),
    ...(actor.agency === null ? [] : [ports.agencyScreens.attach(actor.agency, screenOf(connection))]),
  ];
  connection.on("close", () => leave.forEach((part) => part()));
}

/** A patch is shared and never changed, so it is written as text once however many screens it goes to. */
const texts = new WeakMap<Patch, string>();
function textOf(message: Patch): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  texts.set(message, text);
  return text;
}

/** Tells the clock, keeps the session of an open screen alive, drops a connection that no longer answers pings. */
function pulse(connection: WebSocket, send: (text: string) => void, token: string, ports: LivePorts): () => void {
  let answered = true;
  connection.on("pong", () => (answered = true));
  const tick = async (): Promise<void> => {
    if (!answered) return connection.terminate();
    answered = false;
    connection.ping();
    if ((await ports.sessions.actorOf(token)) === null) {
      send(JSON.stringify({ type: "signed-out" } satisfies LiveMessage));
      return connection.close(4401, "signed-out");
    }
    send(JSON.stringify({ type: "pulse", at: ports.clock.now() } satisfies LiveMessage));
  };
  const timer = setInterval(() => void tick().catch(() => connection.terminate()), pulseEvery);
  return () => clearInterval(timer);
}

/** A dispatch was seen by the browser once it answers a ping sent after it (RFC 6455 §5.5.3: in order, same connection). */
function screenOf(connection: WebSocket): AgencyScreen {
  return {
    shown: () =>
      new Promise((resolve) => {
        const mark = randomBytes(8);
        const settle = (reached: boolean): void => {
          connection.off("pong", onPong);
          connection.off("close", onClose);
          resolve(reached);
        };
        const onPong = (payload: Buffer): void => void (payload.equals(mark) && settle(true));
        const onClose = (): void => settle(false);
        connection.on("pong", onPong);
        connection.on("close", onClose);
        if (connection.readyState === connection.OPEN) connection.ping(mark);
        else settle(false);
      }),
  };
}
