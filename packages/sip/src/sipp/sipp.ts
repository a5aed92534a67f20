import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bracketed } from "../message/uri.ts";

/** Why these tests are skipped, or false: sipp is part of the developer's machine, not of the product. */
export const sippAbsent: string | false =
  spawnSync("sipp", ["-v"]).error === undefined ? false : "sipp is not installed (apt-get install sip-tester)";

/** How a run of sipp ended. `code` 0: every call went as the scenario says. */
export type SippRun = { readonly code: number | null; readonly screen: string };

/** A running sipp; `port` is the local port it speaks from. */
export type Sipp = { readonly port: number; readonly ended: Promise<SippRun> };

/** A scenario file beside this one, one of sipp's own (`uac`, `uas`), or one written in the test. */
export type Scenario = { readonly file: string } | { readonly builtIn: "uac" | "uas" } | { readonly xml: string };

/** Starts sipp against `host`:`remote` (null: it waits for calls). Stops by itself after 30 s. */
export async function startSipp(
  scenario: Scenario,
  remote: number | null,
  more: readonly string[] = [],
  host = "127.0.0.1",
): Promise<Sipp> {
  const port = await freePort(host);
  const folder = mkdtempSync(join(tmpdir(), "siaga-sipp-"));
  const played = playing(scenario, folder);
  const target = remote === null ? [] : [`${bracketed(host)}:${remote}`];
  const limits = ["-nostdin", "-timeout", "30", "-timeout_error", "-i", host, "-p", String(port)];
  const child = spawn("sipp", [...target, ...played, ...limits, "-s", "112", ...more], { cwd: folder });
  let screen = "";
  child.stdout.on("data", (bytes: Buffer) => (screen = (screen + bytes.toString()).slice(-6000)));
  child.stderr.on("data", (bytes: Buffer) => (screen = (screen + bytes.toString()).slice(-6000)));
  const ended = once(child, "close").then(([code]) => {
    rmSync(folder, { recursive: true, force: true });
    return { code: code as number | null, screen };
  });
  return { port, ended };
}

/** Plays a scenario to its end. */
export async function playSipp(scenario: Scenario, remote: number, more: readonly string[] = []): Promise<SippRun> {
  const running = await startSipp(scenario, remote, ["-m", "1", ...more]);
  return running.ended;
}

function playing(scenario: Scenario, folder: string): string[] {
  if ("builtIn" in scenario) return ["-sn", scenario.builtIn];
  if ("file" in scenario) return ["-sf", join(import.meta.dirname, `${scenario.file}.xml`)];
  const file = join(folder, "scenario.xml");
  writeFileSync(file, scenario.xml);
  return ["-sf", file];
}

async function freePort(host: string): Promise<number> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const listening = once(socket, "listening");
  socket.bind(0, host);
  await listening;
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}
