import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Configuration, configurationFile, type InstanceKeys, readKeys } from "@siaga/configuration";
import { startPostgres } from "@siaga/postgres";
import { version } from "../version.ts";
import { type Failure, failure } from "./failure.ts";
import { backupsIn, findBackup, placeOf } from "./layout.ts";
import { type Contents, openManifest } from "./manifest.ts";
import { restoreBackup } from "./restore-backup.ts";
import { readStatus, writeStatus } from "./status.ts";
import { type Taken, takeBackup } from "./take-backup.ts";
import { readManifest, verifyBackup } from "./verify-backup.ts";

/** What was said after the command's name: `--to x` → `{ to: "x" }`, `--replace` → `{ replace: "" }`. */
export type Flags = Readonly<Record<string, string>>;

const give = ({ sentence }: Failure): never => {
  console.error(sentence);
  process.exit(1);
};

/** `siaga backup [--to FOLDER]`: one backup now. Those to the configured folder count as the night's. */
export async function backUp(configuration: Configuration, flags: Flags): Promise<void> {
  const { backup, dataDir, centreId } = configuration;
  const to = flags["to"] === undefined ? backup.to : resolve(flags["to"]);
  if (to === null)
    return give(
      failure("no-place", "Say where: --to FOLDER, or set backup.to (SIAGA_BACKUP_TO), best on another disk."),
    );
  if (!existsSync(join(dataDir, "keys.json")))
    return give(failure("no-data", `No centre has been started on ${dataDir}; set SIAGA_DATA_DIR as it was started.`));
  const now = Date.now();
  const taken = await attempt(configuration, placeOf(to, centreId), now);
  if (to === backup.to) note(dataDir, now, taken);
  if (!taken.ok) return give(taken);
  console.log(`${join(placeOf(to, centreId), taken.name)}`);
  console.log(`  ${inWords(taken.contents)}; verified in ${((Date.now() - now) / 1000).toFixed(1)} s, chain intact`);
  console.log(
    `  its keys are in ${join(placeOf(to, centreId), "keys", taken.contents.keys)}: keep a copy of them elsewhere`,
  );
  for (const finding of taken.contents.findings) console.log(`  LOOK: ${finding}`);
  for (const name of taken.removed) console.log(`  removed ${name}`);
  process.exit(0);
}

async function attempt(configuration: Configuration, place: string, now: number): Promise<Taken | Failure> {
  const { databaseUrl, dataDir, backup } = configuration;
  // Attaches to the running database, or starts it for this backup alone and leaves it to whoever starts next.
  const database = databaseUrl === null ? await startPostgres({ dataDir }) : { ok: true as const, url: databaseUrl };
  if (!database.ok) return database;
  const file = configurationFile();
  return takeBackup({
    configuration,
    configurationFile: existsSync(file) ? file : null,
    databaseUrl: database.url,
    place,
    keep: backup.keep,
    now,
    version,
  });
}

function note(dataDir: string, at: number, taken: Taken | Failure): void {
  const { since, lastGood } = readStatus(dataDir, at);
  if (!taken.ok) return writeStatus(dataDir, { since, lastGood, lastTry: { at, sentence: taken.sentence } });
  const { head, recordings, findings } = taken.contents;
  const good = {
    at,
    name: taken.name,
    events: head?.seq ?? 0,
    recordings: recordings.count,
    findings: findings.length,
  };
  writeStatus(dataDir, { since, lastGood: good, lastTry: { at, sentence: null } });
}

const inWords = ({ head, recordings, ledger }: Contents): string =>
  `${head?.seq ?? 0} events, ${ledger["incoming"] ?? 0} calls, ${recordings.count} recordings (${(recordings.soundBytes / 1e6).toFixed(1)} MB)`;

/** `siaga backup list [--to FOLDER]` */
export async function listBackups({ backup, centreId }: Configuration, flags: Flags): Promise<void> {
  const to = flags["to"] ?? backup.to;
  if (to === null) return give(failure("no-place", "Say where they are: --to FOLDER, or set backup.to."));
  const place = placeOf(to, centreId);
  for (const name of backupsIn(place)) {
    const contents = openManifest(readManifest(join(place, name)), null);
    console.log(`${name}  ${contents === null ? "its manifest is damaged" : inWords(contents)}`);
  }
  if (backupsIn(place).length === 0) console.log(`No backup in ${place}.`);
}

/** `siaga backup verify [--from FOLDER]`: every hash, every recording, the whole chain. */
export async function proveBackup(configuration: Configuration, flags: Flags): Promise<void> {
  const found = findBackup(flags["from"] ?? configuration.backup.to ?? ".", configuration.centreId);
  if (!found.ok) return give(found);
  const keys = keysAt(configuration.dataDir);
  const verified = await verifyBackup({ ...found, keys, sound: "all" });
  if (!verified.ok) return give(verified);
  console.log(
    `${found.folder}: ${inWords(verified.contents)}; chain intact, ${keys === null ? "SIGNATURE NOT PROVED (no keys here)" : "signed by this instance"}`,
  );
}

const keysAt = (dataDir: string): InstanceKeys | null =>
  existsSync(join(dataDir, "keys.json")) ? readKeys(dataDir) : null;

/** `siaga restore --from FOLDER [--data-dir FOLDER] [--keys FOLDER] [--replace]` */
export async function restore(configuration: Configuration, flags: Flags): Promise<void> {
  if (flags["from"] === undefined) return give(failure("no-backup", "Say which backup: --from FOLDER."));
  const found = findBackup(flags["from"], configuration.centreId);
  if (!found.ok) return give(found);
  const dataDir = flags["data-dir"] === undefined ? configuration.dataDir : resolve(flags["data-dir"]);
  const restored = await restoreBackup({
    ...found,
    keysFolder: flags["keys"] === undefined ? null : resolve(flags["keys"]),
    dataDir,
    databaseUrl: configuration.databaseUrl,
    replace: flags["replace"] !== undefined,
    now: Date.now(),
  });
  if (!restored.ok) return give(restored);
  console.log(
    `${dataDir} is as it was ${new Date(restored.contents.takenAt).toISOString()}: ${inWords(restored.contents)}`,
  );
  console.log("  every row was read again and is what was copied; chain intact");
  if (restored.aside !== null) console.log(`  what was there before lies in ${restored.aside}`);
  console.log(`  start with SIAGA_DATA_DIR=${dataDir} npm start; the configuration of then lies in the keys' folder`);
  process.exit(0);
}
