import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freeSipPort, type Instance } from "../instance.ts";

/** A caller whose network names them and who asked that nobody sees it: they say nothing, and stay until hung up. */
export type WithheldCaller = {
  /** Null when everything went as the SIP scenario says, else what sipp showed. */
  readonly ended: Promise<string | null>;
  giveUp(): void;
};

export async function dialWithheld(instance: Instance): Promise<WithheldCaller> {
  const port = String(await freeSipPort());
  const scenario = join(import.meta.dirname, "withheld.xml");
  const once112 = [`127.0.0.1:${instance.sipPort}`, "-sf", scenario, "-i", "127.0.0.1", "-p", port, "-m", "1"];
  const child = spawn("sipp", [...once112, "-nostdin", "-timeout", "120", "-timeout_error"]);
  let screen = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes: Buffer) => (screen = (screen + bytes.toString()).slice(-4_000)));
  return {
    ended: once(child, "close").then(([code]) => (code === 0 ? null : screen)),
    giveUp: () => void child.kill(),
  };
}
