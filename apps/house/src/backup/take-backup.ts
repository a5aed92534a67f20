import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Configuration, type InstanceKeys, readKeys } from "@siaga/configuration";
import { type CentreCopy, openCopy } from "@siaga/postgres";
import { copyDatabase, type Earlier } from "./copy-database.ts";
import { copyDataFiles, copySecrets } from "./copy-files.ts";
import {
  copyRecordings,
  type KeptRecording,
  loggedRecordings,
  readRecordings,
  recordingLines,
} from "./copy-recordings.ts";
import { type Failure, failure, failureOf } from "./failure.ts";
import { syncFolder, writeLines } from "./kept-file.ts";
import { backupsIn, isBackingUp, manifestName, nameOf, unfinishedIn } from "./layout.ts";
import { type Contents, fingerprintOf, openManifest, sealManifest } from "./manifest.ts";
import { prune } from "./prune.ts";
import { readManifest, verifyBackup } from "./verify-backup.ts";

export type Taken = {
  readonly ok: true;
  readonly name: string;
  readonly contents: Contents;
  readonly removed: readonly string[];
};
export type BackupJob = {
  readonly configuration: Pick<Configuration, "dataDir" | "centreId" | "city" | "triage">;
  readonly configurationFile: string | null;
  readonly databaseUrl: string;
  /** The centre's place for backups. */
  readonly place: string;
  /** How many backups stay; older ones are removed once the new one is whole. */
  readonly keep: number;
  /** ms since the epoch. */
  readonly now: number;
  readonly version: string;
};

/**
 * One backup, made while calls run: everything of one moment of the log, verified before it gets its name. Whatever
 * fails, earlier backups stay as they are.
 */
export async function takeBackup(job: BackupJob): Promise<Taken | Failure> {
  const { place, configuration, now } = job;
  const name = nameOf(now);
  const partial = join(place, `${name}.partial-${process.pid}`);
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const other = clearUnfinished(place);
    if (other !== null) return failure("running", `Another backup runs (process ${other}): wait until it ends.`);
    mkdirSync(partial, { mode: 0o700 });
    const keys = readKeys(configuration.dataDir);
    const contents = await fill(job, partial, keys);
    if (!contents.ok) return contents;
    renameSync(partial, join(place, name));
    await syncFolder(place);
    return { ok: true, name, contents: contents.contents, removed: await prune(place, job.keep) };
  } catch (error) {
    return failureOf(error, place);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Removes what a killed backup left; names the process of one that still runs. */
function clearUnfinished(place: string): number | null {
  for (const { name, pid } of unfinishedIn(place)) {
    if (isBackingUp(pid)) return pid;
    rmSync(join(place, name), { recursive: true, force: true });
  }
  return null;
}

async function fill(job: BackupJob, folder: string, keys: InstanceKeys) {
  const { place, configuration } = job;
  const earlier = newest(place, keys);
  // Before the log: what a journal hands over meanwhile is then in both, and telling it twice changes nothing.
  const files = await copyDataFiles(configuration, folder);
  await copySecrets(configuration.dataDir, job.configurationFile, join(place, "keys", fingerprintOf(keys)));
  const copy = await openCopy(job.databaseUrl, configuration.centreId);
  const tables = await copyDatabase(copy, folder, earlier).finally(() => copy.close());
  const logged = await loggedRecordings(join(folder, "database", "recordings.jsonl.gz"));
  const { recordings, fresh, findings } = await copyRecordings(
    configuration.dataDir,
    place,
    logged,
    await knownIn(earlier),
  );
  const list = await writeLines(join(folder, "recordings.jsonl.gz"), recordingLines(recordings));
  const { rows: count, ...listed } = list;
  const soundBytes = recordings.reduce((sum, { bytes }) => sum + bytes, 0);
  const contents: Contents = {
    ...identity(job, copy, keys),
    tables: [...tables],
    files: [...files],
    recordings: { path: "recordings.jsonl.gz", ...listed, count, soundBytes },
    findings: findings.slice(0, 100),
  };
  writeFileSync(join(folder, manifestName), sealManifest(keys, contents), { mode: 0o600, flush: true });
  for (const each of ["database", "."]) await syncFolder(join(folder, each));
  const verified = await verifyBackup({ place, folder, keys, sound: fresh });
  return verified.ok ? { ok: true as const, contents } : verified;
}

const identity = (job: BackupJob, copy: CentreCopy, keys: InstanceKeys) => ({
  format: 1 as const,
  version: job.version,
  centreId: job.configuration.centreId,
  city: job.configuration.city,
  takenAt: job.now,
  head: copy.head,
  ledger: { ...copy.ledger },
  migrations: [...copy.migrations],
  keys: fingerprintOf(keys),
});

/** The newest whole backup of this instance in that place. */
function newest(place: string, keys: InstanceKeys): Earlier | null {
  for (const name of backupsIn(place).toReversed()) {
    const folder = join(place, name);
    const contents = openManifest(readManifest(folder), keys);
    if (contents !== null) return { folder, contents };
  }
  return null;
}

async function knownIn(earlier: Earlier | null): Promise<ReadonlyMap<string, KeptRecording>> {
  if (earlier === null) return new Map();
  const list = await readRecordings(join(earlier.folder, earlier.contents.recordings.path)).catch(() => []);
  return new Map(list.map((recording) => [recording.path, recording]));
}
