import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** Debian's baresip, unmodified: it speaks a file, and its module sndfile writes down what it decodes. */
export async function openBaresip(t: TestContext, settings: TelephoneSettings): Promise<Telephone> {
  const folder = folderFor(t, "baresip");
  const port = await freePort();
  furnish(folder, settings, port);
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
    async hangUp() {
      // SIGINT lets it say BYE first.
      program.signal("SIGINT");
      await program.ended();
    },
  };
}

function furnish(folder: string, { number, transport, voice, dials }: TelephoneSettings, port: number): void {
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
  ];
  const answers = dials === null ? ";answermode=auto" : "";
  writeFileSync(join(folder, "config"), `${settings.join("\n")}\n`);
  writeFileSync(
    join(folder, "accounts"),
    `<sip:${number}@127.0.0.1;transport=${transport}>;regint=0;audio_codecs=PCMA${answers}\n`,
  );
  writeFileSync(join(folder, "contacts"), "");
  writeFileSync(join(folder, "voice.wav"), linearWav(tone(voice, 60_000)));
}
