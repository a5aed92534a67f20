import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Two houses on one data folder would fight; the second is told who runs the first. */
export type Sole = { readonly ok: true; release(): void } | { readonly ok: false; readonly sentence: string };

export function claimDataFolder(dataDir: string): Sole {
  const folder = join(dataDir, "run");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "house.pid");
  for (;;) {
    try {
      const file = openSync(path, "wx", 0o644);
      writeSync(file, String(process.pid));
      closeSync(file);
      return { ok: true, release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const pid = houseOn(dataDir);
    if (pid !== null && pid !== process.pid)
      return {
        ok: false,
        sentence: `Siaga 112 already runs on ${dataDir} (process ${pid}); stop it, or choose another folder with SIAGA_DATA_DIR.`,
      };
    rmSync(path, { force: true });
  }
}

/** The process of the house that runs on a data folder; null when none does. */
export function houseOn(dataDir: string): number | null {
  const path = join(dataDir, "run", "house.pid");
  const pid = existsSync(path) ? Number(readFileSync(path, "utf8")) || 0 : 0;
  return pid > 0 && isHouse(pid) ? pid : null;
}

/** After a power cut the number may belong to something else by now. */
function isHouse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // `npm start` runs it inside start.mjs where the Node is new enough.
    return /house|start\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
