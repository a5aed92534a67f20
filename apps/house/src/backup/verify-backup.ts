import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstanceKeys } from "@siaga/configuration";
import { verifyCopiedChain } from "@siaga/postgres";
import { ifGone } from "./copy-files.ts";
import { damagedRecording, type KeptRecording, readRecordings } from "./copy-recordings.ts";
import { type Failure, failure, failureOf } from "./failure.ts";
import { hashFile, readLines } from "./kept-file.ts";
import { manifestName } from "./layout.ts";
import { type BackupFile, type Contents, type CopiedTable, openManifest } from "./manifest.ts";

export type Verified = { readonly ok: true; readonly contents: Contents; readonly recordings: number };
export type Question = {
  /** Where the backup lies: recordings are beside it. */
  readonly place: string;
  readonly folder: string;
  /** Null: whoever asks has no keys, and the signature stays unproved. */
  readonly keys: InstanceKeys | null;
  /** Which recordings are listened to byte for byte. */
  readonly sound: "all" | readonly KeptRecording[];
};

export const readManifest = (folder: string): string =>
  existsSync(join(folder, manifestName)) ? readFileSync(join(folder, manifestName), "utf8") : "";

/** Proves a backup from its own files: signature, every hash, the rows' count, the log's chain to its signed head. */
export async function verifyBackup({ place, folder, keys, sound }: Question): Promise<Verified | Failure> {
  try {
    const contents = openManifest(readManifest(folder), keys);
    if (contents === null)
      return failure("manifest", `${join(folder, manifestName)} is missing, damaged or signed by another instance.`);
    const file = await damagedFile(folder, [...contents.files, contents.recordings, ...partsOf(contents)]);
    if (file !== null) return damaged(folder, `${file} is not what was written`);
    const chain = await verifyCopiedChain(contents.centreId, contents.head, rowsOf(folder, contents, "events"));
    if (!chain.ok) return damaged(folder, chain.sentence);
    const recordings = sound === "all" ? await readRecordings(join(folder, contents.recordings.path)) : sound;
    const silent = await damagedRecording(place, recordings);
    if (silent !== null)
      return damaged(place, `${silent} is not what was kept; remove it, and the next backup brings it again`);
    return { ok: true, contents, recordings: recordings.length };
  } catch (error) {
    return failureOf(error, folder);
  }
}

const damaged = (folder: string, how: string): Failure =>
  failure("damaged", `The backup in ${folder} is damaged: ${how}.`);

const partsOf = ({ tables }: Contents): readonly CopiedTable["parts"][number][] => tables.flatMap(({ parts }) => parts);

/** A table's rows, part by part. */
export async function* rowsOf(folder: string, { tables }: Contents, name: string): AsyncIterable<readonly string[]> {
  for (const { path } of tables.find(({ table }) => table === name)?.parts ?? []) yield* readLines(join(folder, path));
}

async function damagedFile(folder: string, files: readonly BackupFile[]): Promise<string | null> {
  for (const { path, sha256 } of files) {
    const found = await hashFile(join(folder, path)).catch(ifGone);
    if (found?.sha256 !== sha256) return path;
  }
  return null;
}
