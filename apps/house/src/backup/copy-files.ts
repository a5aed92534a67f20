import { readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Configuration } from "@siaga/configuration";
import { copyFile } from "./kept-file.ts";
import type { BackupFile } from "./manifest.ts";

/** Belongs to running processes or is copied its own way. */
const elsewhere = ["postgres", "postgres-is-at", "run", "recordings", "backup-status.json"];
/** Opens what is sealed, or signs in: kept apart from what it opens. */
const isSecret = (path: string): boolean => /^(keys\.json$|tls\/)|password|secret/i.test(path);

/** Every other file of the data folder: journals and texts that wait for the record (sealed), what names the city. */
export async function copyDataFiles(
  { dataDir, triage }: Pick<Configuration, "dataDir" | "triage">,
  folder: string,
): Promise<readonly BackupFile[]> {
  const paths = filesBelow(dataDir).filter((path) => !elsewhere.includes(path.split("/")[0] ?? "") && !isSecret(path));
  const copied = await copyAll(dataDir, paths, folder, "files");
  if (paths.includes(policyName) || dirname(triage.file) === dataDir) return copied;
  // The policy may lie somewhere else; put back it is where a house looks that is told of no other place.
  const kept = join("files", policyName);
  const hashed = await copyFile(triage.file, join(folder, kept)).catch(ifGone);
  return hashed === null ? copied : [...copied, { path: kept, ...hashed }];
}

const policyName = "triage-policy.json";

/** Keys, certificates and the configuration (it may hold a trunk's password), newest over older. */
export async function copySecrets(dataDir: string, configurationFile: string | null, folder: string): Promise<void> {
  const paths = filesBelow(dataDir).filter((path) => isSecret(path) && path !== "postgres-password");
  await copyAll(dataDir, paths, folder, ".");
  if (configurationFile !== null) await copyFile(configurationFile, join(folder, "siaga.json"));
}

async function copyAll(from: string, paths: readonly string[], to: string, below: string): Promise<BackupFile[]> {
  const copied: BackupFile[] = [];
  for (const path of paths) {
    const kept = join(below, path);
    // A journal is exchanged whole and a waiting text is handed over: one that has just gone is in the record.
    const hashed = await copyFile(join(from, path), join(to, kept)).catch(ifGone);
    if (hashed !== null) copied.push({ path: kept, ...hashed });
  }
  return copied;
}

export const ifGone = (error: NodeJS.ErrnoException): null => {
  if (error.code === "ENOENT") return null;
  throw error;
};

/** Regular files below a folder, as paths relative to it, in order. Sockets and links are none. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(partial|new)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export const sizeOf = async (file: string): Promise<number | null> => (await stat(file).catch(ifGone))?.size ?? null;
