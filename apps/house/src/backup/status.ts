import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BackupStatus, backupStatus, backupStatusFile } from "@siaga/contracts/backup-status";

/** What is known of backups so far; one that begins now when nothing is. */
export function readStatus(dataDir: string, now: number): BackupStatus {
  try {
    return backupStatus.parse(JSON.parse(readFileSync(join(dataDir, backupStatusFile), "utf8")));
  } catch {
    return { since: now, lastGood: null, lastTry: null };
  }
}

/** The centre reads it at any moment: it is there whole or not at all. */
export function writeStatus(dataDir: string, status: BackupStatus): void {
  const path = join(dataDir, backupStatusFile);
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(status, null, 1)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.${process.pid}`, path);
}
