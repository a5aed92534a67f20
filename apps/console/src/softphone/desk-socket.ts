import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import { backoff } from "../live/backoff.ts";

/** Close codes of the exchange: the token opens no door any more; another claim owns the desk. */
const tokenRefused = 4401;
const claimSuperseded = 4409;

/** The exchange beats every 500 ms; this much silence and the path is taken for dead. */
const silenceLimit = 3_000;

export type DeskSocket = {
  /** False when the socket is not open; nothing is kept for later. */
  readonly send: (message: FromDesk) => boolean;
  /** Called with every beat of our own clock: beats back, and gives up a silent socket. */
  readonly beat: (now: number) => void;
  /** The page slept: the silence counts from now. */
  readonly woke: (now: number) => void;
  readonly close: () => void;
};

type Parts = {
  readonly url: string;
  readonly onMessage: (message: ToDesk) => void;
  readonly onUp: (up: boolean) => void;
  /** The token is no longer good: a new claim is needed. */
  readonly onRefused: () => void;
};

/** The desk's WebSocket to the exchange: opens, and opens again with backoff until closed. */
export function openDeskSocket({ url, onMessage, onUp, onRefused }: Parts): DeskSocket {
  let socket: WebSocket | null = null;
  let closed = false;
  let attempts = 0;
  let heardAt = Date.now();
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const opened = new WebSocket(url);
    socket = opened;
    heardAt = Date.now();
    opened.onopen = () => {
      if (socket === opened) onUp(true);
    };
    opened.onmessage = (message) => {
      if (socket !== opened) return;
      heardAt = Date.now();
      attempts = 0;
      onMessage(JSON.parse(String(message.data)) as ToDesk);
    };
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      if (code === claimSuperseded) return onMessage({ type: "superseded" });
      if (code === tokenRefused) onRefused();
      lose();
    };
  }

  function lose(): void {
    const lost = socket;
    socket = null;
    lost?.close();
    if (closed) return;
    onUp(false);
    clearTimeout(retry);
    retry = setTimeout(connect, backoff(attempts++));
  }

  function send(message: FromDesk): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  connect();
  return {
    send,
    beat: (now) => {
      if (socket !== null && now - heardAt > silenceLimit) lose();
      else send({ type: "beat", at: now });
    },
    woke: (now) => void (heardAt = now),
    close: () => {
      closed = true;
      clearTimeout(retry);
      socket?.close();
      socket = null;
    },
  };
}
