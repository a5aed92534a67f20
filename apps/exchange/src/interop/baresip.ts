import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { linearWav, tone } from "@siaga/media/instrument";
import {
  folderFor,
  freePort,
  heardSoon,
  runProgram,
  type Telephone,
  type TelephoneSettings,
  unfinishedWav,
} from "./telephone.ts";

/** It can send whoever it speaks with to another address (REFER). */
type Baresip = Telephone & { readonly transfer: (uri: string) => Promise<void> };

/**
 * Debian's baresip, unmodified: it speaks a file, and its module sndfile writes down what it decodes. `beside`: another
 * number that it takes calls for.
 */
export async function openBaresip(t: TestContext, settings: TelephoneSettings, beside?: string): Promise<Baresip> {
  const folder = folderFor(t, "baresip");
  const port = await freePort();
  const controlPort = await freePort();
  furnish(folder, settings, { port, controlPort, beside });
  const dials = settings.dials === null ? [] : ["-e", `/dial ${settings.dials}`];
  const program = runProgram(t, "baresip", ["-f", folder, ...dials], folder);
  await program.says("baresip is ready");
  const heard = (): Int16Array => {
    const name = readdirSync(folder).find((each) => each.endsWith("-dec.wav"));
    return unfinishedWav(name === undefined ? null : readFileSync(join(folder, name)));
  };
  return {
    port,
    said: program.said,
    hears: (frequency) => heardSoon("baresip", heard, frequency),
    transfer: (to) => command(controlPort, "transfer", to),
    async hangUp() {
      // SIGINT lets it say BYE first.
      program.signal("SIGINT");
      await program.ended();
    },
  };
}

type Place = { readonly port: number; readonly controlPort: number; readonly beside: string | undefined };

function furnish(
  folder: string,
  { number, transport, voice, dials }: TelephoneSettings,
  { port, controlPort, beside }: Place,
): void {
  const settings = [
    "poll_method epoll",
    `sip_listen 127.0.0.1:${port}`,
    "net_interface 127.0.0.1",
    `audio_source aufile,${join(folder, "voice.wav")}`,
    "ausrc_srate 8000",
    "ausrc_channels 1",
    "module_path /usr/lib/baresip/modules",
    "module g711.so",
    "module aufile.so",
    "module sndfile.so",
    `snd_path ${folder}`,
    "module_tmp account.so",
    "module_app menu.so",
    "module_app ctrl_tcp.so",
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
  ];
  const answers = dials === null ? ";answermode=auto" : "";
  writeFileSync(join(folder, "config"), `${settings.join("\n")}\n`);
  const accounts = [number, ...(beside === undefined ? [] : [beside])].map(
    (user) => `<sip:${user}@127.0.0.1;transport=${transport}>;regint=0;audio_codecs=PCMA${answers}\n`,
  );
  writeFileSync(join(folder, "accounts"), accounts.join(""));
  writeFileSync(join(folder, "contacts"), "");
  writeFileSync(join(folder, "voice.wav"), linearWav(tone(voice, 60_000)));
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
