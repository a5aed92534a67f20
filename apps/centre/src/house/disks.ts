import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import type { Input } from "@siaga/core";
import { type Look, lookAtFolder, openLooks } from "./place.ts";

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

/** Whoever asks for the disks, alarms, health and gauges, asks by the same looks. */
const lookOfAll = openLooks(lookAtFolder);

/**
 * Every disk the centre depends on, each file system once. A folder that is not there (yet) is none; one that does not
 * answer has no room. Resolves within 3 s whatever hangs.
 */
export async function readDisks(settings: DiskSettings, look: Look = lookOfAll): Promise<readonly Disk[]> {
  const { dataDir, backup, disk } = settings;
  const seen = new Set<number>();
  const found = await Promise.all(
    places(dataDir, backup.to).map(async ([subject, folder]) => ({ subject, room: await look(folder) })),
  );
  return found.flatMap(({ subject, room }) => {
    if (room === null || (room.device !== null && seen.has(room.device))) return [];
    if (room.device !== null) seen.add(room.device);
    const { freeBytes, totalBytes } = room;
    const share = Math.min(disk.leastShare * totalBytes, mostByShare);
    // Above nothing, so that a disk that does not answer is always short of room.
    return [{ subject, freeBytes, totalBytes, least: Math.max(1, disk.leastBytes, share) }];
  });
}

function places(dataDir: string, backup: string | null): readonly (readonly [DiskSubject, string])[] {
  const pointer = join(dataDir, "postgres-is-at");
  const record = existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : join(dataDir, "postgres");
  return [["data", dataDir], ["record", record], ...(backup === null ? [] : [["backup", backup] as const])];
}

/** Alarms while one of the disks has too little room left, and ends the alarm when there is room again. */
export function watchDisks(
  settings: DiskSettings,
  input: (input: Input) => void,
  look: Look = lookOfAll,
): { readonly stop: () => void } {
  const told = new Map<DiskSubject, boolean>();
  const tell = async (): Promise<void> => {
    for (const { subject, freeBytes, least } of await readDisks(settings, look)) {
      const scarce = freeBytes < (told.get(subject) === true ? least * relief : least);
      // The first look tells in either case: an alarm of an earlier run may still stand.
      if (scarce === told.get(subject)) continue;
      told.set(subject, scarce);
      input({ type: scarce ? "alarm.noticed" : "alarm.ceased", alarm: "disk-space", subject });
    }
  };
  const looking = setInterval(() => void tell().catch(() => {}), lookEvery);
  void tell().catch(() => {});
  return { stop: () => clearInterval(looking) };
}
