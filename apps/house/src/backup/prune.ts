import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./copy-files.ts";
import { readRecordings } from "./copy-recordings.ts";
import { backupsIn } from "./layout.ts";
import { openManifest } from "./manifest.ts";
import { readManifest } from "./verify-backup.ts";

/** Removes the oldest backups beyond `keep`, then recordings that no backup names any more. Returns the removed names. */
export async function prune(place: string, keep: number): Promise<readonly string[]> {
  const all = backupsIn(place);
  const removed = all.slice(0, Math.max(0, all.length - keep));
  for (const name of removed) rmSync(join(place, name), { recursive: true, force: true });
  if (removed.length > 0) await forgetRecordings(place);
  return removed;
}

/** A backup whose list cannot be read keeps them all. */
async function forgetRecordings(place: string): Promise<void> {
  if (!existsSync(join(place, "recordings"))) return;
  const named = new Set<string>();
  for (const folder of backupsIn(place).map((name) => join(place, name))) {
    const contents = openManifest(readManifest(folder), null);
    if (contents === null) return;
    for (const { path } of await readRecordings(join(folder, contents.recordings.path))) named.add(path);
  }
  for (const path of filesBelow(join(place, "recordings")).map((each) => join("recordings", each)))
    if (!named.has(path)) rmSync(join(place, path), { force: true });
}
