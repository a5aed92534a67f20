import { glob } from "node:fs/promises";
import { join } from "node:path";
import { finishRecording, type Finished } from "./finish.ts";

/**
 * Finishes what a killed process left: every `*.partial` below `folder` gets its header and its name. Call it at start,
 * before anything records. Files that cannot be finished stay as they are and are named in `failed`.
 */
export async function salvageRecordings(
  folder: string,
): Promise<{ readonly kept: readonly Finished[]; readonly failed: readonly string[] }> {
  const kept: Finished[] = [];
  const failed: string[] = [];
  for await (const name of glob("**/*.partial", { cwd: folder })) {
    const file = join(folder, name.slice(0, -".partial".length));
    try {
      kept.push(await finishRecording(file));
    } catch {
      failed.push(`${file}.partial`);
    }
  }
  return { kept, failed };
}
