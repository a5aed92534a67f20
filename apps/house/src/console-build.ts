import { spawn } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const consoleFolder = join(root, "apps", "console");
const sources = [
  "apps/console/src",
  "apps/console/index.html",
  "apps/console/vite.config.ts",
  "packages/contracts/src",
  "packages/core/src",
  "package-lock.json",
];

export type Built = { readonly ok: true; readonly built: boolean } | { readonly ok: false; readonly sentence: string };

/** Builds the console's bundle when its sources are newer; the bundle appears whole or not at all. */
export async function buildConsole(say: (sentence: string) => void): Promise<Built> {
  const bundle = join(consoleFolder, "dist", "index.html");
  if (existsSync(bundle) && statSync(bundle).mtimeMs >= newest(sources.map((path) => join(root, path))))
    return { ok: true, built: false };
  say("Building the console (sources are newer than the bundle)…");
  const fresh = `dist-${process.pid}`;
  const output = await runVite(fresh);
  if (output !== null) {
    rmSync(join(consoleFolder, fresh), { recursive: true, force: true });
    return { ok: false, sentence: `The console could not be built: ${output}` };
  }
  exchangeFolders(join(consoleFolder, fresh), join(consoleFolder, "dist"));
  return { ok: true, built: true };
}

function exchangeFolders(fresh: string, current: string): void {
  const old = `${current}-old-${process.pid}`;
  if (existsSync(current)) renameSync(current, old);
  renameSync(fresh, current);
  rmSync(old, { recursive: true, force: true });
}

/** Null when it went well, else the last of what vite said. */
function runVite(outDir: string): Promise<string | null> {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  return new Promise((done) => {
    const child = spawn(process.execPath, [vite, "build", "--outDir", outDir, "--logLevel", "warn"], {
      cwd: consoleFolder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const note = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-2000));
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", (error) => done(error.message));
    child.on("exit", (code) => done(code === 0 ? null : said.trim() || `vite ended with ${code}`));
  });
}

function newest(paths: readonly string[]): number {
  return Math.max(0, ...paths.filter((path) => existsSync(path)).map(newestIn));
}

function newestIn(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return newest(
    readdirSync(path)
      .filter((name) => !name.includes(".test."))
      .map((name) => join(path, name)),
  );
}
