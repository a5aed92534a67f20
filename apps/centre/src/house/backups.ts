import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import { type BackupStatus, backupMostAge, backupStatus, backupStatusFile } from "@siaga/contracts/backup-status";
import type { Health } from "@siaga/contracts";
import type { Input } from "@siaga/core";
import type { Clock } from "../ports.ts";

export type BackupSettings = Pick<Configuration, "dataDir" | "backup">;

const lookEvery = 5_000;
const reasons = ["failed", "late"] as const;

/** How the nightly backup stands: `off` when none is asked for. A failure is told before an age. */
export function readBackups({ dataDir, backup }: BackupSettings, now: number): Health["backup"] {
  const status = readStatus(dataDir);
  const lastGoodAt = status?.lastGood?.at ?? null;
  const told = { lastGoodAt, sentence: status?.lastTry?.sentence ?? null, findings: status?.lastGood?.findings ?? 0 };
  if (backup.to === null) return { state: "off", ...told };
  if (told.sentence !== null) return { state: "failed", ...told };
  const late = status !== null && now - (lastGoodAt ?? status.since) > backupMostAge;
  return { state: late ? "late" : "ok", ...told };
}

function readStatus(dataDir: string): BackupStatus | null {
  try {
    return backupStatus.parse(JSON.parse(readFileSync(join(dataDir, backupStatusFile), "utf8")));
  } catch {
    return null;
  }
}

/** Alarms while the last backup failed or the last good one is too old. */
export function watchBackups(
  settings: BackupSettings,
  clock: Clock,
  input: (input: Input) => void,
): { readonly stop: () => void } {
  const told = new Map<string, boolean>();
  const look = (): void => {
    const { state } = readBackups(settings, clock.now());
    for (const reason of reasons) {
      if ((state === reason) === told.get(reason)) continue;
      told.set(reason, state === reason);
      input({ type: state === reason ? "alarm.noticed" : "alarm.ceased", alarm: "backup-missing", subject: reason });
    }
  };
  const looking = setInterval(look, lookEvery);
  look();
  return { stop: () => clearInterval(looking) };
}
