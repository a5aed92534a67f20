import { glob } from "node:fs/promises";
import { dirname, join } from "node:path";
import { RecordingFile, syncFolder, type Finished } from "./recording-file.ts";

/**
 * Finishes what a killed process left: every `*.partial` below `folder` gets its header, its notes and its name. Call it at
 * start, before anything records. Files that cannot be finished stay as they are and are named in `failed`.
 */
export async function salvageRecordings(
  folder: string,
): Promise<{ readonly kept: readonly Finished[]; readonly failed: readonly string[] }> {
  const kept: Finished[] = [];
  const failed: string[] = [];
  for await (const name of glob("**/*.partial", { cwd: folder })) {
    const file = join(folder, name.slice(0, -".partial".length));
    try {
      kept.push(await salvage(file));
    } catch {
      failed.push(`${file}.partial`);
    }
  }
  for (const where of new Set(kept.map(({ file }) => dirname(file)))) syncFolder(where);
  return { kept, failed };
}

async function salvage(file: string): Promise<Finished> {
  const recording = new RecordingFile(file, Date.now());
  try {
    recording.takeUp();
    recording.note({ at: recording.end, words: "the media process died; the recording ends here" });
    recording.complete(recording.end);
    await recording.sync();
    return recording.keep();
  } finally {
    recording.close();
  }
}
