/**
 * The same callers through rtpengine, a relay in C that carriers use (Debian's package, in user space as ours is), measured in
 * the same run: how dear a datagram is on this machine, whoever moves it. It is spoken to by its own protocol (ng: a cookie
 * and one bencoded dictionary over UDP).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Generator, offerOf } from "./generator.ts";
import { type Case, type Row, watched } from "./rooms.ts";

const program = "/usr/bin/rtpengine";
const control = 22_222;

/** Whether the machine has it. */
export const hasPeer = (): boolean => existsSync(program);

type Dictionary = Readonly<Record<string, string>>;

/** A running rtpengine; `folder` takes its recordings (the two streams that come in, without what is sent). */
class Peer {
  readonly #child: ChildProcess;
  readonly #socket = createSocket("udp4");
  #asked = 0;

  constructor(folder: string) {
    const flags = { table: -1, interface: "127.0.0.1", "listen-ng": `127.0.0.1:${control}`, "config-file": "none" };
    const ports = { "port-min": 36_000, "port-max": 37_999, "log-level": 2 };
    const recording = { "recording-dir": folder, "recording-method": "pcap" };
    const given = Object.entries({ ...flags, ...ports, ...recording }).map(([name, value]) => `--${name}=${value}`);
    this.#child = spawn(program, ["--foreground", "--log-stderr", ...given], { cwd: folder, stdio: "ignore" });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** The port of its own that rtpengine names to the other side. */
  async ask(order: Dictionary): Promise<number> {
    for (let tries = 0; tries < 20; tries += 1) {
      const text = await this.#once(order);
      const port = /m=audio (\d+)/.exec(text)?.[1];
      if (port !== undefined) return Number(port);
      if (text !== "") throw new Error(`rtpengine: ${text}`);
    }
    throw new Error("rtpengine does not answer");
  }

  /** Empty when nothing came within half a second. */
  #once(order: Dictionary): Promise<string> {
    const cookie = `c${(this.#asked += 1)}`;
    return new Promise((resolve) => {
      const done = (text: string): void => {
        clearTimeout(timer);
        this.#socket.off("message", hear);
        resolve(text);
      };
      const hear = (message: Buffer): void => {
        const text = message.toString();
        if (text.startsWith(`${cookie} `)) done(text.slice(cookie.length + 1));
      };
      const timer = setTimeout(() => done(""), 500);
      this.#socket.on("message", hear);
      this.#socket.send(`${cookie} ${bencoded(order)}`, control, "127.0.0.1");
    });
  }

  async close(): Promise<void> {
    this.#socket.close();
    const gone = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill();
    await gone;
  }
}

const textOf = (value: string): string => `${Buffer.byteLength(value)}:${value}`;
const bencoded = (order: Dictionary): string =>
  `d${Object.entries(order)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => textOf(key) + textOf(value))
    .join("")}e`;

/** Where each caller sends to, two callers a room, in the order of their own ports. */
async function bridge(peer: Peer, ports: readonly number[], record: boolean): Promise<number[]> {
  const targets: number[] = [];
  for (let at = 0; at < ports.length; at += 2) {
    const call = { "call-id": `room-${at / 2}`, "from-tag": "one", ...(record && { "record call": "on" }) };
    const toOther = await peer.ask({ command: "offer", sdp: offerOf(ports[at]!), ...call });
    const toOne = await peer.ask({ command: "answer", "to-tag": "other", sdp: offerOf(ports[at + 1]!), ...call });
    targets.push(toOne, toOther);
  }
  return targets;
}

/** Rooms of two callers, as `measureRooms` has them; `full`: recorded. Digits and voice activity are not asked of it. */
export async function measurePeer(within: string, { name, rooms, full }: Case): Promise<Row> {
  const folder = join(within, `rtpengine-${name}-${rooms}`);
  mkdirSync(folder);
  const peer = new Peer(folder);
  const generator = new Generator();
  await generator.open(rooms * 2, (ports) => bridge(peer, ports, full));
  const used = await watched(generator, peer.pid, { rooms, callers: rooms * 2 });
  generator.close();
  await peer.close();
  return {
    case: `rtpengine ${name}`,
    rooms,
    ...used,
    digits: 0,
    recordings: full ? readdirSync(folder, { recursive: true }).filter((one) => `${one}`.endsWith(".pcap")).length : 0,
  };
}
