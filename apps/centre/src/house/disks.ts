import { existsSync, readFileSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import type { Input } from "@siaga/core";

export type DiskSettings = Pick<Configuration, "dataDir" | "backup" | "disk">;

/** One file system we write to. `least` is the room below which it raises the alarm (bytes). */
export type Disk = {
  readonly subject: DiskSubject;
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly least: number;
};
/** What lies there: recordings and journals, the database where it has a place of its own, the backups. */
export type DiskSubject = "data" | "record" | "backup";

const lookEvery = 5_000;
/** On a large disk a share is more room than a month needs (bytes). */
const mostByShare = 20e9;
/** An alarm ends only when this much more is free, so that it does not come and go with each recording. */
const relief = 1.05;

/** Every disk the centre depends on, each file system once. A folder that is not there (yet) is none. */
export async function readDisks({ dataDir, backup, disk }: DiskSettings): Promise<readonly Disk[]> {
  const disks: Disk[] = [];
  const seen = new Set<number>();
  for (const [subject, folder] of places(dataDir, backup.to)) {
    const found = await stat(folder).catch(() => null);
    if (found === null || seen.has(found.dev)) continue;
    seen.add(found.dev);
    const { bavail, bsize, blocks } = await statfs(folder);
    const totalBytes = blocks * bsize;
    const least = Math.max(disk.leastBytes, Math.min(disk.leastShare * totalBytes, mostByShare));
    disks.push({ subject, freeBytes: bavail * bsize, totalBytes, least });
  }
  return disks;
}

function places(dataDir: string, backup: string | null): readonly (readonly [DiskSubject, string])[] {
  const pointer = join(dataDir, "postgres-is-at");
  const record = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : join(dataDir, "postgres");
  return [["data", dataDir], ["record", record], ...(backup === null ? [] : [["backup", backup] as const])];
}

/** Alarms while one of the disks has too little room left, and ends the alarm when there is room again. */
export function watchDisks(settings: DiskSettings, input: (input: Input) => void): { readonly stop: () => void } {
  const told = new Map<DiskSubject, boolean>();
  const look = async (): Promise<void> => {
    for (const { subject, freeBytes, least } of await readDisks(settings)) {
      const scarce = freeBytes < (told.get(subject) === true ? least * relief : least);
      // The first look tells in either case: an alarm of an earlier run may still stand.
      if (scarce === told.get(subject)) continue;
      told.set(subject, scarce);
      input({ type: scarce ? "alarm.noticed" : "alarm.ceased", alarm: "disk-space", subject });
    }
  };
  const looking = setInterval(() => void look().catch(() => {}), lookEvery);
  void look().catch(() => {});
  return { stop: () => clearInterval(looking) };
}
