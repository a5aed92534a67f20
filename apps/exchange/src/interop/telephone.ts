import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TestContext } from "node:test";
import { longestTone, until } from "@siaga/media/instrument";

/** A telephone nobody here wrote, as a test drives it. */
export type Telephone = {
  readonly port: number;
  /** Waits until it has heard a second of this tone (Hz). */
  hears(frequency: number): Promise<void>;
  hangUp(): Promise<void>;
  said(): string;
};

export type TelephoneSettings = {
  readonly number: string;
  readonly transport: "udp" | "tcp";
  /** What it says into the call (Hz). */
  readonly voice: number;
  /** `sip:112@127.0.0.1:5060`; null: it waits for calls and takes them. */
  readonly dials: string | null;
};

/** Long enough for a loaded machine (ms). */
export const patience = 45_000;

/** Why a test is skipped, or false: these programs are part of the developer's machine, not of the product. */
export const missing = (...programs: readonly string[]): string | false => {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin"];
  const absent = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
  return absent.length === 0 ? false : `${absent.join(", ")} not installed`;
};

/** A folder of its own, gone when the test ends. */
export function folderFor(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `siaga-${name}-`));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A program that runs until the test ends; `say` writes one line to it. */
export function runProgram(t: TestContext, program: string, args: readonly string[], folder: string) {
  const child = spawn(program, [...args], { cwd: folder, env: { ...process.env, HOME: folder } });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  child.stdin.on("error", () => undefined);
  const over = (): boolean => child.exitCode !== null || child.signalCode !== null;
  t.after(async () => {
    if (over()) return;
    // Asked first: a program with children takes them along.
    child.kill("SIGTERM");
    const impatient = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await until(`${program}'s end`, over, patience);
    clearTimeout(impatient);
  });
  return {
    said: () => said,
    async says(words: string): Promise<void> {
      await until(`"${words}"`, () => said.includes(words) || over(), patience).catch(() => undefined);
      if (!said.includes(words)) throw new Error(`${program} did not say "${words}" but:\n${said}`);
    },
    say: (line: string) => void child.stdin.write(`${line}\n`),
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    ended: () => until(`${program}'s end`, over, patience),
  };
}

/** Waits until the last two seconds a telephone decoded hold one of the tone. Looks rarely: measuring stops this process. */
export async function heardSoon(who: string, sound: () => Int16Array, frequency: number): Promise<void> {
  for (let waited = 0; waited < patience; waited += 250) {
    if (longestTone(sound().slice(-16_000), frequency, 1_000) >= 1) return;
    await pause(250);
  }
  throw new Error(`no second of ${frequency} Hz at ${who} within ${patience} ms`);
}

/** Samples of a WAV file that is still being written: its sizes come last. */
export const unfinishedWav = (file: Buffer | null): Int16Array => {
  const sound = file?.subarray(44) ?? Buffer.alloc(0);
  return Int16Array.from({ length: sound.length >> 1 }, (_, at) => sound.readInt16LE(at * 2));
};

/** A port free for UDP and TCP, below the ephemeral ones. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 28_000 + Math.floor(Math.random() * 4_000);
    if ((await isFree(port, "udp")) && (await isFree(port, "tcp"))) return port;
  }
}

function isFree(port: number, transport: "udp" | "tcp"): Promise<boolean> {
  return new Promise((resolve) => {
    if (transport === "udp") {
      const socket = createSocket("udp4");
      socket.once("error", () => resolve(false));
      socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
      return;
    }
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
