import { spawn } from "node:child_process";
import { existsSync, openSync, closeSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "./account.ts";
import type { Home } from "./home.ts";
import { identity, programEnvironment } from "./program.ts";

/** A small room: 64 MB of buffers, never a TCP port, every commit on disk. Given at each start, so they follow the release. */
const settings = (home: Home): readonly string[] =>
  Object.entries({
    cluster_name: home.name,
    listen_addresses: "",
    unix_socket_directories: `"${home.run}"`,
    unix_socket_permissions: "0700",
    max_connections: "50",
    shared_buffers: "64MB",
    wal_compression: "on",
    max_wal_size: "1GB",
    checkpoint_timeout: "10min",
    jit: "off",
    fsync: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    // Personal data stays out of logs: no statements, no parameters, no details of keys.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length_on_error: "0",
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

const largestLog = 10_000_000;
const logFile = (home: Home): string => join(home.folder, "postgres.log");

/** Starts the postmaster in a session of its own: it outlives us, and Ctrl-C in our terminal is not for it. */
export function spawnPostmaster(native: string, home: Home, account: Account): void {
  const log = logFile(home);
  if (existsSync(log) && statSync(log).size > largestLog) renameSync(log, `${log}.old`);
  const said = openSync(log, "a", 0o600);
  const child = spawn(join(native, "bin", "postgres"), ["-D", home.cluster, ...settings(home)], {
    cwd: "/",
    env: programEnvironment,
    detached: true,
    stdio: ["ignore", said, said],
    ...identity(account),
  });
  closeSync(said);
  child.on("error", () => {});
  child.unref();
}

/** What the postmaster wrote to its log after `from` bytes. */
export const logSince = (home: Home, from: number): string => readFileSync(logFile(home)).subarray(from).toString();
export const logLength = (home: Home): number => statSync(logFile(home), { throwIfNoEntry: false })?.size ?? 0;

/** Every living process of this cluster, found by its name: /proc/<pid>/cmdline may be read even where cwd may not. */
function processesOf(home: Home): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(home.name));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The living postmaster of this cluster (ours, or one left by a start that was killed); null when none lives. */
export function postmasterOf(home: Home): number | null {
  const pid = pidIn(home);
  return pid !== null && commandLine(pid).includes(home.name) ? pid : null;
}

function pidIn(home: Home): number | null {
  try {
    const pid = Number(readFileSync(join(home.cluster, "postmaster.pid"), "utf8").split("\n")[0]);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

/**
 * After a power cut another program may have the number in postmaster.pid, and PostgreSQL would refuse to start.
 * Only then is the file removed; in every other case PostgreSQL judges it (it also looks for leftovers of a crash).
 */
export function forgetStalePid(home: Home): void {
  const pid = pidIn(home);
  if (pid === null || processesOf(home).length > 0) return;
  const stranger = commandLine(pid);
  if (stranger === "" || stranger.includes("postgres")) return;
  rmSync(join(home.cluster, "postmaster.pid"), { force: true });
}

/** Waits until the last process of the cluster is gone; false when some remain after `limit` ms. */
export async function ended(home: Home, limit: number): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < limit; await pause(20)) {
    if (postmasterOf(home) === null && processesOf(home).length === 0) return true;
  }
  return false;
}

/** Fast shutdown (SIGINT), immediate (SIGQUIT) when that takes too long: the next start then recovers. */
export async function stopPostmaster(home: Home): Promise<void> {
  for (const [signal, limit] of [
    ["SIGINT", 30_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    const pid = postmasterOf(home);
    if (pid === null) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await ended(home, limit)) return;
  }
}
