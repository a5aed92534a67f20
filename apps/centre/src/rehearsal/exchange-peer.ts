import { createHmac } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import {
  type Commit,
  type HeldCall,
  type Hello,
  type KeyedEffect,
  readToExchange,
  type Report,
  type Welcome,
} from "@siaga/contracts/exchange-link";
import type { EffectType, Input } from "@siaga/core";
import { lineReader } from "../link/lines.ts";

/** The far end of the link, for rehearsals: speaks the protocol, performs nothing, remembers what it was told. */
export type ExchangePeer = {
  readonly address: string;
  readonly welcomes: Welcome[];
  readonly commits: Commit[];
  /** Told at the next hello. */
  hello: Partial<Hello>;
  report(input: Input, presented?: string | null): Report;
  /** Effects of one type asked for so far. */
  asked<T extends EffectType>(type: T): (KeyedEffect & { effect: Extract<KeyedEffect["effect"], { type: T }> })[];
  kept(): number;
  drop(): void;
  say(message: object): void;
  close(): Promise<void>;
};

export async function openExchangePeer(address: string, key: Buffer): Promise<ExchangePeer> {
  const welcomes: Welcome[] = [];
  const commits: Commit[] = [];
  let unkept: Report[] = [];
  let socket: Socket | null = null;
  let welcomed = false;
  let n = 0;
  const send = (message: object): void => void socket?.write(`${JSON.stringify(message)}\n`);
  const peer: ExchangePeer = {
    address,
    welcomes,
    commits,
    hello: {},
    report(input, presented = null) {
      n += 1;
      const report: Report = { kind: "report", n, at: Date.now(), input, presented: { number: presented } };
      unkept.push(report);
      if (welcomed) send(report);
      return report;
    },
    asked: (type) => commits.flatMap(({ effects }) => effects.filter(({ effect }) => effect.type === type)) as never,
    kept: () => Math.max(0, ...commits.map(({ kept }) => kept)),
    drop: () => socket?.destroy(),
    say: send,
    close: () => {
      socket?.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const keep = (kept: number): void => void (unkept = unkept.filter((report) => report.n > kept));
  const helloNow = (): Hello => ({
    kind: "hello",
    protocol: 1,
    exchange: "run-1",
    epochSeen: 0,
    seqSeen: 0,
    held: [],
    connectedDesks: [],
    lateFacts: [],
    latePresented: {},
    unkept,
    ...peer.hello,
  });
  const server: Server = createServer((opened) => {
    socket = opened;
    welcomed = false;
    const nonce = `nonce-${welcomes.length}`;
    const lines = lineReader();
    opened.on("error", () => opened.destroy());
    opened.on("close", () => {
      if (socket === opened) welcomed = false;
    });
    opened.on("data", (chunk: Buffer) => {
      for (const line of lines(chunk) ?? []) {
        const message = readToExchange(line);
        if (message?.kind === "auth") {
          const proof = createHmac("sha256", key).update(nonce).digest("hex");
          if (message.mac === proof) send(helloNow());
        } else if (message?.kind === "welcome") {
          welcomes.push(message);
          keep(message.kept);
          welcomed = true;
        } else if (message?.kind === "commit") {
          commits.push(message);
          keep(message.kept);
        }
      }
    });
    send({ kind: "challenge", nonce });
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
  return peer;
}

/** A call whose leg the rehearsed exchange says it holds. */
export const held = (call: string, signalling: HeldCall["signalling"] = "ringing"): HeldCall => ({
  call,
  arrivedAt: Date.now(),
  signalling,
  joinedDesk: null,
  outgoing: false,
});
