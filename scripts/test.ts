/**
 * Everything that can be proved in 20 minutes: unit tests side by side, then whole stories, two at a time where they mostly
 * wait, one at a time where sound or speed is judged. Words on the command line choose files by parts of their path.
 */
import { globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { bringPrograms } from "./programs.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

/** Sound by the millisecond, datagrams that are counted, a database that must be quick, or a whole flood: they share badly. */
const alone = [
  "packages/media/src/*.test.ts",
  "packages/media/src/{leg,mix,process,sockets}/*.test.ts",
  "packages/sip/src/sipp/*.test.ts",
  "apps/centre/src/runtime/centre.test.ts",
  "scenarios/live/a-flood-evening.test.ts",
];
/** Whole instances with databases, telephones and browsers: most of their time is waiting. */
const inPairs = ["scenarios/**/*.test.ts", "apps/{centre,exchange,house}/src/**/*.test.ts"];
const together = ["packages/**/src/**/*.test.ts", "apps/**/src/**/*.test.ts", "scripts/**/*.test.ts"];

type Counts = { passed: number; failed: number; skipped: number };

async function play(files: readonly string[], concurrency: number): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  if (files.length === 0) return counts;
  const stream = run({ files: [...files], concurrency, timeout: 600_000 });
  stream.on("test:summary", ({ file, counts: seen }) => {
    if (file !== undefined) return;
    counts.passed += seen.passed;
    // The summary names no failures: they are what is neither passed nor skipped.
    counts.failed += seen.tests - seen.passed - seen.skipped - seen.todo;
    counts.skipped += seen.skipped + seen.todo;
  });
  for await (const line of stream.compose(spec)) process.stdout.write(line);
  return counts;
}

const missing = bringPrograms();
const wanted = process.argv.slice(2);
const chosen = (file: string): boolean => wanted.length === 0 || wanted.some((part) => file.includes(part));
const find = (patterns: readonly string[]): string[] =>
  [...new Set(globSync([...patterns], { exclude: ["**/node_modules/**", "**/dist/**"] }))].filter(chosen).sort();

const aloneFiles = find(alone);
const pairedFiles = find(inPairs).filter((file) => !aloneFiles.includes(file));
const others = find(together).filter((file) => !aloneFiles.includes(file) && !pairedFiles.includes(file));
const rounds = [await play(others, 2), await play(pairedFiles, 2), await play(aloneFiles, 1)];
const sum = (kind: keyof Counts): number => rounds.reduce((total, counts) => total + counts[kind], 0);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
const wronglySkipped = process.getuid?.() === 0 && skipped > 0;

if (missing.length > 0) console.log(`Missing programs: ${missing.join(", ")}`);
if (wronglySkipped) console.log("As root nothing may be skipped.");
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || passed === 0 || wronglySkipped ? 1 : 0);
