import { globSync } from "node:fs";
import { resolve } from "node:path";
import { run } from "node:test";
import type { Verdict } from "./verdict.ts";
import { chapters } from "./chapters.ts";

const root = resolve(import.meta.dirname, "../..");

/** The trunk's cases over real peers, chapter by chapter; a failure does not end it. */
export async function acceptEdge(): Promise<Verdict> {
  let [passed, failed] = [0, 0];
  for (const [chapter, patterns] of chapters) {
    const files = filesOf(patterns);
    console.log(`\n${chapter}`);
    const verdict = await play(files);
    passed += verdict.passed;
    failed += verdict.failed;
    if (files.length === 0) console.log("      nothing plays this here");
  }
  return { passed, failed };
}

export const filesOf = (patterns: readonly string[]): readonly string[] =>
  globSync([...patterns], { cwd: root })
    .map((file) => resolve(root, file))
    .sort();

/** One file after another: sound and sockets share a machine badly. What was skipped was not accepted. */
async function play(files: readonly string[]): Promise<Verdict> {
  let [passed, failed] = [0, 0];
  const stream = run({ files: [...files], concurrency: 1, timeout: 600_000 });
  const say = (mark: string, name: string, ms: number): void =>
    console.log(`${mark.padEnd(4)}  ${ms.toFixed(0).padStart(6)} ms  ${name}`);
  stream.on("test:pass", ({ name, details, skip }) => {
    if (details.type === "suite") return;
    if (skip === undefined) passed++;
    else failed++;
    say(skip === undefined ? "ok" : "SKIP", name, details.duration_ms);
  });
  stream.on("test:fail", ({ name, details }) => {
    if (details.type === "suite") return;
    failed++;
    say("FAIL", name, details.duration_ms);
    console.log(`      ${details.error.message}`);
  });
  for await (const _ of stream);
  return { passed, failed };
}
