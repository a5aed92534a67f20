import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@siaga/media/instrument";
import { freeSipPort } from "../instance.ts";

/** A TURN server (coturn) on this machine that lets in whoever proves to know the secret. */
export type Relay = {
  /** The configuration file of an instance whose desks may use it. */
  readonly configurationFile: string;
  /** Connections it relayed so far. */
  relayed(): number;
  stop(): Promise<void>;
};

const secret = "rahasia bersama";

export async function startRelay(): Promise<Relay> {
  const port = await freeSipPort();
  const folder = mkdtempSync(join(tmpdir(), "siaga-relay-"));
  const words = ["-n", "--no-cli", "--no-tls", "--no-dtls", "--no-rfc5780", "--verbose", "--log-file=stdout"];
  words.push("--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", `--listening-port=${port}`, "--realm=siaga");
  // Desks and exchange are all on this machine here.
  words.push("--allow-loopback-peers", "--use-auth-secret", `--static-auth-secret=${secret}`);
  words.push(`--pidfile=${join(folder, "pid")}`, `--userdb=${join(folder, "users")}`);
  const server = spawn("turnserver", words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  await until("the relay listens", () => new RegExp(`listener opened on.*:${port}`).test(said), 20_000).catch(() => {
    throw new Error(`no relay:\n${said}`);
  });
  writeFileSync(join(folder, "secret"), `${secret}\n`);
  const configurationFile = join(folder, "siaga.json");
  const iceServers = [{ urls: [`turn:127.0.0.1:${port}?transport=udp`] }];
  writeFileSync(configurationFile, JSON.stringify({ iceServers, turnSecretFile: join(folder, "secret") }));
  return {
    configurationFile,
    relayed: () => said.match(/CREATE_PERMISSION processed, success/g)?.length ?? 0,
    async stop() {
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
