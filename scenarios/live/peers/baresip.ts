import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linearWav, readWav, tone, until } from "@siaga/media/instrument";
import { patience } from "../evidence.ts";
import { freeBlock, type Instance } from "../instance.ts";

/** Debian's baresip, unmodified: a telephone nobody here wrote. */
export type Baresip = {
  /** Presses a key of the dial pad (RFC 4733, as negotiated). */
  press(digit: string): Promise<void>;
  /** What it has decoded so far (16-bit, 8 kHz), from the file it is still writing. */
  heard(): Int16Array;
  said(): string;
  /** Hangs up and ends; returns what it decoded from us, as 16-bit samples, as it wrote them itself. */
  hangUp(): Promise<{ readonly rate: number; readonly samples: Int16Array }>;
};

/** Where Debian's package keeps what it loads. */
const modules = "/usr/lib/baresip/modules";

/** Dials 112 over UDP with one tone (Hz) from a file as its microphone. */
export async function dialWithBaresip(instance: Instance, frequency: number): Promise<Baresip> {
  const folder = mkdtempSync(join(tmpdir(), "siaga-baresip-"));
  const controlPort = await freeBlock(1);
  furnish(folder, frequency, controlPort);
  const process = spawn("baresip", ["-f", folder, "-e", `/dial sip:112@127.0.0.1:${instance.sipPort}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [process.stdout, process.stderr])
    stream.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  return {
    said: () => said,
    heard: () => unfinished(decodedIn(folder)),
    press: (digit) => command(controlPort, "sndcode", digit),
    async hangUp() {
      await ended(process);
      const heard = decodedIn(folder);
      if (heard === null) throw new Error(`baresip decoded nothing:\n${said}`);
      const { rate, channels } = readWav(heard);
      rmSync(folder, { recursive: true, force: true });
      return { rate, samples: channels[0] ?? new Int16Array() };
    },
  };
}

/** A folder with its configuration and its voice: a minute of one tone. */
function furnish(folder: string, frequency: number, controlPort: number): void {
  const settings = [
    "poll_method epoll",
    "sip_listen 127.0.0.1:0",
    "net_interface 127.0.0.1",
    `audio_source aufile,${join(folder, "voice.wav")}`,
    "ausrc_srate 8000",
    "ausrc_channels 1",
    `module_path ${modules}`,
    "module g711.so",
    "module aufile.so",
    "module sndfile.so",
    `snd_path ${folder}`,
    "module_tmp account.so",
    "module_app menu.so",
    "module_app ctrl_tcp.so",
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
  ];
  writeFileSync(join(folder, "config"), `${settings.join("\n")}\n`);
  writeFileSync(join(folder, "accounts"), "<sip:+6281218004417@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMA\n");
  writeFileSync(join(folder, "contacts"), "");
  writeFileSync(join(folder, "voice.wav"), linearWav(tone(frequency, 60_000)));
}

/** Its module sndfile keeps what it decoded. */
function decodedIn(folder: string): Buffer | null {
  const name = readdirSync(folder).find((each) => each.endsWith("-dec.wav"));
  return name === undefined ? null : readFileSync(join(folder, name));
}

/** The header's sizes are written at the end; the samples after it are there already. */
function unfinished(file: Buffer | null): Int16Array {
  const sound = file?.subarray(44) ?? Buffer.alloc(0);
  return Int16Array.from({ length: sound.length >> 1 }, (_, at) => sound.readInt16LE(at * 2));
}

/** One command over its control port: a netstring holding JSON. */
function command(port: number, name: string, params: string): Promise<void> {
  const words = JSON.stringify({ command: name, params });
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${Buffer.byteLength(words)}:${words},`));
    socket.once("error", fail);
    socket.once("data", (answer) => {
      socket.destroy();
      if (answer.toString().includes('"ok":true')) done();
      else fail(new Error(`baresip refused "${name}": ${answer.toString()}`));
    });
  });
}

/** SIGINT lets it say BYE and finish its files. */
async function ended(process: ChildProcess): Promise<void> {
  process.kill("SIGINT");
  await until("baresip's end", () => process.exitCode !== null || process.signalCode !== null, patience).catch(
    (error: Error) => {
      process.kill("SIGKILL");
      throw error;
    },
  );
}
