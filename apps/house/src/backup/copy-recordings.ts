import { existsSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, ifGone, sizeOf } from "./copy-files.ts";
import { copyFile, hashFile, readLines } from "./kept-file.ts";

/** One recording beside all backups, below `recordings/`. */
export type KeptRecording = { readonly path: string; readonly bytes: number; readonly sha256: string };
export type CopiedRecordings = {
  readonly recordings: readonly KeptRecording[];
  /** Of these, what this backup brought. */
  readonly fresh: readonly KeptRecording[];
  readonly findings: readonly string[];
};

/**
 * Brings what is new below `<place>/recordings/`: a finished recording never changes, so one that lies there with its size
 * is kept. What the log says of a recording's hash is compared; a difference is a finding, never a reason to leave it out.
 */
export async function copyRecordings(
  dataDir: string,
  place: string,
  logged: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, KeptRecording>,
): Promise<CopiedRecordings> {
  const folder = join(dataDir, "recordings");
  const paths = existsSync(folder) ? filesBelow(folder).map((path) => join("recordings", path)) : [];
  const recordings: KeptRecording[] = [];
  const fresh: KeptRecording[] = [];
  const findings = [...logged.keys()].filter((path) => !paths.includes(path)).map((path) => `${path} is missing`);
  for (const path of paths) {
    const standing = await standingCopy(join(dataDir, path), join(place, path), known.get(path));
    const brought = standing ?? (await copyFile(join(dataDir, path), join(place, path)).catch(ifGone));
    if (brought === null) continue;
    const kept = { path, bytes: brought.bytes, sha256: brought.sha256 };
    recordings.push(kept);
    if (standing === null) fresh.push(kept);
    if (logged.has(path) && logged.get(path) !== kept.sha256) findings.push(`${path} is not what was recorded`);
  }
  return { recordings, fresh, findings };
}

async function standingCopy(from: string, to: string, known: KeptRecording | undefined): Promise<KeptRecording | null> {
  if (known === undefined) return null;
  const [here, there] = [await sizeOf(from), await sizeOf(to)];
  return here === there && there === known.bytes ? known : null;
}

/** The list of recordings a backup names. */
export async function* recordingLines(recordings: readonly KeptRecording[]): AsyncIterable<readonly string[]> {
  for (let at = 0; at < recordings.length; at += 500)
    yield recordings.slice(at, at + 500).map((recording) => JSON.stringify(recording));
}

export async function readRecordings(file: string): Promise<readonly KeptRecording[]> {
  const recordings: KeptRecording[] = [];
  for await (const lines of readLines(file))
    for (const line of lines) recordings.push(JSON.parse(line) as KeptRecording);
  return recordings;
}

/** What the log says of recordings, from the copied table: path → hash. */
export async function loggedRecordings(table: string): Promise<ReadonlyMap<string, string>> {
  const logged = new Map<string, string>();
  for await (const lines of readLines(table))
    for (const line of lines) {
      const { file, sha256 } = JSON.parse(line) as { file: string; sha256: string };
      logged.set(file, sha256);
    }
  return logged;
}

/** Null when every one of these lies there as it was kept; else the first that does not. */
export async function damagedRecording(place: string, recordings: readonly KeptRecording[]): Promise<string | null> {
  for (const { path, sha256 } of recordings) {
    const found = await hashFile(join(place, path)).catch(ifGone);
    if (found?.sha256 !== sha256) return path;
  }
  return null;
}
