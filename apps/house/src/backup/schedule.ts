import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Configuration } from "@siaga/configuration";
import type { BackupStatus } from "@siaga/contracts/backup-status";
import { readStatus, writeStatus } from "./status.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const wib = 7 * 60 * minute;
/** A backup that failed is tried again after this long. */
const retryAfter = 60 * minute;

/** Callers and screens come first after a start (ms). */
const afterStart = 5_000;

/** The last moment at or before `now` when a backup was due: `at` minutes after midnight WIB. */
export function lastDue(at: number, now: number): number {
  const midnight = Math.floor((now + wib) / day) * day - wib;
  const today = midnight + at * minute;
  return today <= now ? today : today - day;
}

/** Due at its time; one that the house slept through is made up for, one that failed is tried again an hour later. */
export function isDue({ since, lastTry }: BackupStatus, at: number, now: number): boolean {
  const tried = lastTry?.at ?? since;
  if (tried < lastDue(at, now)) return true;
  return lastTry !== null && lastTry.sentence !== null && now - lastTry.at >= retryAfter;
}

export type Backups = { stop(): void };

/** Makes the nightly backups in a process of their own, so that neither the house nor a call waits for a disk. */
export function scheduleBackups(
  { backup, dataDir }: Configuration,
  env: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
): Backups {
  if (backup.to === null) return { stop: () => {} };
  writeStatus(dataDir, readStatus(dataDir, Date.now()));
  let running: ReturnType<typeof spawn> | null = null;
  const look = (): void => {
    if (running !== null || !isDue(readStatus(dataDir, Date.now()), backup.at, Date.now())) return;
    const begun = Date.now();
    const script = resolve(import.meta.dirname, "../siaga.ts");
    running = spawn(process.execPath, [script, "backup"], { env, stdio: ["ignore", "ignore", "inherit"] });
    running.once("close", (code, signal) => {
      running = null;
      if (code === 0) return;
      say(`The nightly backup failed (${signal ?? code}); it is tried again in an hour.`);
      noteDeath(dataDir, begun);
    });
  };
  const first = setTimeout(look, afterStart);
  const looking = setInterval(look, minute / 2);
  return {
    stop() {
      clearTimeout(first);
      clearInterval(looking);
      running?.kill("SIGTERM");
    },
  };
}

/** One that was killed could not say so itself. */
function noteDeath(dataDir: string, begun: number): void {
  const status = readStatus(dataDir, begun);
  if ((status.lastTry?.at ?? 0) >= begun) return;
  const sentence = "The backup was ended before it was whole; it is tried again in an hour.";
  writeStatus(dataDir, { ...status, lastTry: { at: begun, sentence } });
}
