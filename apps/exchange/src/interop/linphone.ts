import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

/** Debian's linphonec, unmodified and without a sound card: it speaks a file and writes down what it hears. */
export async function openLinphone(t: TestContext, settings: TelephoneSettings): Promise<Telephone> {
  const folder = folderFor(t, "linphone");
  const port = await freePort();
  furnish(folder, settings, port);
  const answers = settings.dials === null ? ["-a"] : [];
  const program = runProgram(t, "linphonec", ["-c", join(folder, "rc"), ...answers], folder);
  await program.says("linphonec>");
  program.say("soundcard use files");
  await program.says("Using wav files");
  program.say(`record ${join(folder, "heard.wav")}`);
  program.say(`play ${join(folder, "voice.wav")}`);
  if (settings.dials !== null) program.say(`call ${settings.dials}`);
  const heard = (): Int16Array => {
    const file = join(folder, "heard.wav");
    return unfinishedWav(existsSync(file) ? readFileSync(file) : null);
  };
  return {
    port,
    said: program.said,
    hears: (frequency) => heardSoon("linphone", heard, frequency),
    async hangUp() {
      program.say("terminate");
      await program.says("ended (");
      program.say("quit");
      await program.ended();
    },
  };
}

/** IPv6 off, and marked as moved to it, or linphone would turn it on and offer its sound there. */
function furnish(folder: string, { number, transport, voice }: TelephoneSettings, port: number): void {
  const settings = [
    "[sip]",
    `sip_port=${transport === "udp" ? port : 0}`,
    `sip_tcp_port=${transport === "tcp" ? port : 0}`,
    "sip_tls_port=0",
    "use_ipv6=0",
    "ipv6_migration_done=1",
    "bind_address=127.0.0.1",
    "media_encryption=none",
    `contact="Penelepon" <sip:${number}@127.0.0.1:${port}>`,
    "[rtp]",
    "audio_rtp_port=-1",
    "[sound]",
    "echocancellation=0",
    "[video]",
    "enabled=0",
  ];
  writeFileSync(join(folder, "rc"), `${settings.join("\n")}\n`);
  // Without this folder it has nowhere to keep its calls and complains.
  mkdirSync(join(folder, ".local/share/linphone"), { recursive: true });
  writeFileSync(join(folder, "voice.wav"), linearWav(tone(voice, 60_000)));
}
