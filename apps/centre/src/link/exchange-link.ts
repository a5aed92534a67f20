import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import {
  type Commit,
  type ExchangeHealth,
  type Hello,
  readToCentre,
  type Report,
  type ToCentre,
  type ToExchange,
  type Welcome,
} from "@siaga/contracts/exchange-link";
import type { Logger } from "pino";
import type { Clock, ExchangeStatus } from "../ports.ts";
import { lineReader } from "./lines.ts";

const retryAfter = 200;
const beatEvery = 500;
/** Commits the exchange has not taken yet (bytes). Beyond, it is gone or stuck: a new session starts clean. */
const mostUnsent = 64 * 1024 * 1024;

/** One connection. A welcome for a connection that broke meanwhile goes nowhere. */
export type Session = number;

/** What the centre does with the exchange's words. */
export type LinkListener = {
  /** Answered by calling `welcome` with the same session once reconciled; commits flow from then on. */
  hello(hello: Hello, session: Session): void;
  report(report: Report, session: Session): void;
  /** The exchange obeys a newer centre: this one must leave. */
  stale(): void;
};

export interface ExchangeLink extends ExchangeStatus {
  /** False when that session is over. */
  welcome(welcome: Welcome, session: Session): boolean;
  /** Dropped while no session stands: the next hello and welcome carry what was missed. */
  commit(commit: Commit): void;
  close(): void;
}

/** Where the exchange listens: a unix socket path or `tcp://host:port`. */
export function connectTo(address: string): Socket {
  if (!address.startsWith("tcp://")) return connect({ path: address });
  const { hostname, port } = new URL(address);
  return connect({ host: hostname, port: Number(port), noDelay: true });
}

/** Connects, and connects again 200 ms after every loss, for as long as the centre lives. */
export function openExchangeLink(
  { address, key }: { readonly address: string; readonly key: Buffer },
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  listener: LinkListener,
): ExchangeLink {
  let socket: Socket | null = null;
  let welcomed = false;
  let health: ExchangeHealth | null = null;
  let closed = false;
  let again: NodeJS.Timeout | null = null;
  let session: Session = 0;

  const say = (message: ToExchange): void => {
    if (socket === null || socket.destroyed) return;
    socket.write(`${JSON.stringify(message)}\n`);
    if (socket.writableLength > mostUnsent) socket.destroy(new Error("the exchange does not take its commits"));
  };
  const hear: { readonly [K in ToCentre["kind"]]: (message: Extract<ToCentre, { kind: K }>) => void } = {
    challenge: ({ nonce }) => say({ kind: "auth", mac: createHmac("sha256", key).update(nonce).digest("hex") }),
    hello: (message) => listener.hello(message, session),
    report: (message) => listener.report(message, session),
    health: (message) => (health = message),
    stale: () => listener.stale(),
  };
  const begin = (): void => {
    const opened = connectTo(address);
    const lines = lineReader();
    socket = opened;
    session += 1;
    opened.on("data", (chunk: Buffer) => {
      for (const line of lines(chunk) ?? [""]) {
        const message = readToCentre(line);
        if (message === null) {
          opened.destroy(new Error("the exchange speaks another protocol"));
          return;
        }
        (hear[message.kind] as (message: ToCentre) => void)(message);
      }
    });
    opened.on("error", (error) => {
      if (welcomed) log.warn({ error: error.message }, "the link to the exchange broke");
    });
    opened.on("close", () => {
      welcomed = false;
      health = null;
      socket = null;
      if (!closed) again = setTimeout(begin, retryAfter);
    });
  };
  const beat = setInterval(() => {
    if (welcomed) say({ kind: "beat", at: clock.now() });
  }, beatEvery);
  begin();

  return {
    link: () => (welcomed ? "up" : "down"),
    health: () => health,
    welcome(message, to) {
      welcomed = socket !== null && to === session;
      if (welcomed) say(message);
      return welcomed;
    },
    commit: (message) => {
      if (welcomed) say(message);
    },
    close() {
      closed = true;
      clearInterval(beat);
      if (again) clearTimeout(again);
      socket?.end();
    },
  };
}
