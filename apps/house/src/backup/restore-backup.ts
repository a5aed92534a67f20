import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type InstanceKeys, readKeys } from "@siaga/configuration";
import { CentreExistsError, NewerDatabaseError, openCopy, restoreCopy, startPostgres } from "@siaga/postgres";
import { houseOn } from "../sole.ts";
import { copySecrets, filesBelow } from "./copy-files.ts";
import { readRecordings } from "./copy-recordings.ts";
import { type Failure, failure, failureOf } from "./failure.ts";
import { copyFile } from "./kept-file.ts";
import { nameOf } from "./layout.ts";
import { type Contents, fingerprintOf, openManifest } from "./manifest.ts";
import { readManifest, rowsOf, verifyBackup } from "./verify-backup.ts";

export type Restored = {
  readonly ok: true;
  readonly contents: Contents;
  /** Where the folder that was there before lies now. */
  readonly aside: string | null;
};
export type RestoreJob = {
  readonly place: string;
  readonly folder: string;
  /** What was kept apart: keys, certificates, configuration. Null: beside the backups. */
  readonly keysFolder: string | null;
  readonly dataDir: string;
  /** Null: a PostgreSQL of our own inside the data folder. */
  readonly databaseUrl: string | null;
  /** Puts a data folder that is there aside, whole, instead of refusing. */
  readonly replace: boolean;
  readonly now: number;
};

/** Stands in a data folder while a restore writes it: nothing starts there until the restore has ended well. */
export const restoringMark = "restore-unfinished";

/** Puts a backup back: proved first, then written, then read again and compared row for row with what was copied. */
export async function restoreBackup(job: RestoreJob): Promise<Restored | Failure> {
  const { place, folder, dataDir } = job;
  try {
    const found = findKeys(job);
    if (!found.ok) return found;
    const verified = await verifyBackup({ place, folder, keys: found.keys, sound: "all" });
    if (!verified.ok) return verified;
    const { contents } = verified;
    const ready = makeRoom(job);
    if (!ready.ok) return ready;
    await copySecrets(found.folder, null, dataDir);
    await copyBack(job, contents);
    const told = await putRowsBack(job, contents);
    if (told !== null) return told;
    rmSync(join(dataDir, restoringMark));
    return { ok: true, contents, aside: ready.aside };
  } catch (error) {
    if (error instanceof CentreExistsError || error instanceof NewerDatabaseError)
      return failure("database", error.message);
    return failureOf(error, dataDir);
  }
}

type Keys = { readonly ok: true; readonly folder: string; readonly keys: InstanceKeys };

function findKeys({ place, folder, keysFolder }: RestoreJob): Keys | Failure {
  const contents = openManifest(readManifest(folder), null);
  if (contents === null) return failure("manifest", `The manifest in ${folder} is missing or damaged.`);
  const candidates =
    keysFolder === null ? [join(place, "keys", contents.keys)] : [keysFolder, join(keysFolder, contents.keys)];
  const kept = candidates.find((each) => existsSync(join(each, "keys.json")));
  if (kept === undefined)
    return failure(
      "no-keys",
      `The keys of this backup (${contents.keys}) are not in ${candidates[0]}: say --keys FOLDER with what you kept apart. Without them no name or number can be read.`,
    );
  const keys = readKeys(kept);
  if (fingerprintOf(keys) === contents.keys) return { ok: true, folder: kept, keys };
  return failure("other-keys", `The keys in ${kept} are another instance's; this backup needs ${contents.keys}.`);
}

/** A folder with anything in it is refused, or goes aside whole; what a restore left unfinished is cleared. */
function makeRoom({ dataDir, replace, now }: RestoreJob): { ok: true; aside: string | null } | Failure {
  const house = houseOn(dataDir);
  if (house !== null) return failure("running", `Siaga 112 runs on ${dataDir} (process ${house}): stop it first.`);
  let aside: string | null = null;
  const found = existsSync(dataDir) ? readdirSync(dataDir) : [];
  if (found.includes(restoringMark))
    for (const name of found) rmSync(join(dataDir, name), { recursive: true, force: true });
  else if (found.length > 0 && !replace)
    return failure(
      "not-empty",
      `${dataDir} is not empty and nothing was changed: choose another folder with --data-dir, or say --replace to put it aside.`,
    );
  else if (found.length > 0) {
    aside = `${dataDir}.before-${nameOf(now)}`;
    renameSync(dataDir, aside);
  }
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, restoringMark), "", { flush: true });
  return { ok: true, aside };
}

async function copyBack({ place, folder, dataDir }: RestoreJob, contents: Contents): Promise<void> {
  for (const path of existsSync(join(folder, "files")) ? filesBelow(join(folder, "files")) : [])
    await copyFile(join(folder, "files", path), join(dataDir, path));
  for (const { path } of await readRecordings(join(folder, contents.recordings.path)))
    await copyFile(join(place, path), join(dataDir, path));
}

/** Null when the database now says, line for line, what was copied from it. */
async function putRowsBack(job: RestoreJob, contents: Contents): Promise<Failure | null> {
  const { databaseUrl, dataDir, folder } = job;
  const database =
    databaseUrl === null
      ? await startPostgres({ dataDir })
      : { ok: true as const, url: databaseUrl, stop: async () => {} };
  if (!database.ok) return database;
  try {
    await restoreCopy(database.url, {
      centreId: contents.centreId,
      migrations: contents.migrations,
      events: contents.head?.seq ?? 0,
      tables: contents.tables.map(({ table }) => table),
      rows: (table) => rowsOf(folder, contents, table),
    });
    const differing = await differingTable(database.url, folder, contents);
    if (differing === null) return null;
    return failure("differs", `The table ${differing} is not what was copied: this restore must not be used.`);
  } finally {
    await database.stop();
  }
}

async function differingTable(url: string, folder: string, contents: Contents): Promise<string | null> {
  const copy = await openCopy(url, contents.centreId);
  try {
    for (const table of copy.tables)
      if (!(await sameLines(copy.rows(table), rowsOf(folder, contents, table.name)))) return table.name;
    return null;
  } finally {
    await copy.close();
  }
}

async function sameLines(
  written: AsyncIterable<readonly string[]>,
  copied: AsyncIterable<readonly string[]>,
): Promise<boolean> {
  const other = lineByLine(copied);
  let same = true;
  for await (const line of lineByLine(written)) same &&= (await other.next()).value === line;
  return same && ((await other.next()).done ?? false);
}

async function* lineByLine(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  for await (const lines of pages) yield* lines;
}
