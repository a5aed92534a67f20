import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { spokenPrompts } from "@siaga/media";
import { toneBytes } from "@siaga/media/instrument";

/** A folder in which every prompt is a tone of four seconds. */
export function tonePrompts(t: TestContext, frequency: number): string {
  const folder = mkdtempSync(join(tmpdir(), "siaga-prompts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of readdirSync(spokenPrompts("id")))
    writeFileSync(join(folder, file), toneBytes(frequency, 4_000, "PCMA"));
  return folder;
}
