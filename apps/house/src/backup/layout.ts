import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Failure, failure } from "./failure.ts";

const wib = 7 * 3_600_000;
export const manifestName = "manifest.json";
const complete = /^\d{8}T\d{6}$/;
const unfinished = /\.partial-(\d+)$/;

/**
 * A centre's place below what `backup.to` names: `<time>/` is one backup (manifest, database, files), `recordings/` holds
 * every recording once, whichever backups name it, `keys/<fingerprint>/` what opens them, to be kept apart.
 */
export const placeOf = (to: string, centreId: string): string => join(resolve(to), centreId);

/** `20260131T023000` (WIB): sorts by time. */
export const nameOf = (at: number): string => new Date(at + wib).toISOString().replace(/[-:]/g, "").slice(0, 15);

/** Whole backups, oldest first: a name without an ending was verified when it got it. */
export const backupsIn = (place: string): readonly string[] =>
  existsSync(place)
    ? readdirSync(place)
        .filter((name) => complete.test(name) && isBackup(join(place, name)))
        .sort()
    : [];

const isBackup = (folder: string): boolean => existsSync(join(folder, manifestName));

/** What `--from` may name: one backup, a centre's place (its newest), or a folder with places of several centres. */
export function findBackup(
  from: string,
  centreId: string,
): { readonly ok: true; readonly place: string; readonly folder: string } | Failure {
  const named = resolve(from.endsWith(manifestName) ? dirname(from) : from);
  if (isBackup(named)) return { ok: true, place: dirname(named), folder: named };
  for (const place of [named, placeOf(named, centreId)]) {
    const name = backupsIn(place).at(-1);
    if (name !== undefined) return { ok: true, place, folder: join(place, name) };
  }
  return failure("no-backup", `There is no backup in ${named}: name the folder that holds ${manifestName}.`);
}

/** Folders of backups that never became whole, with the process that makes or made each. */
export const unfinishedIn = (place: string): readonly { readonly name: string; readonly pid: number }[] =>
  readdirSync(place).flatMap((name) => {
    const pid = unfinished.exec(name)?.[1];
    return pid === undefined ? [] : [{ name, pid: Number(pid) }];
  });

/** Whether that process still makes a backup; its number may belong to something else by now. */
export function isBackingUp(pid: number): boolean {
  try {
    return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("siaga.ts");
  } catch {
    return false;
  }
}
