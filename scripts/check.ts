/** `npm run check`: format, lint, types, dead code. Stops at nothing; ends with 1 when anything complained. */
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const steps: readonly (readonly [string, string, readonly string[]])[] = [
  ["format", "oxfmt", ["--check"]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ["types", "tsc", ["-p", "."]],
  ["types of the pure core", "tsc", ["-p", "packages/core"]],
  ["types of scenarios, benches and scripts", "tsc", ["-p", "scenarios"]],
  ["types of the console", "tsc", ["-p", "apps/console"]],
  ["dead code", "knip", []],
];

const failed = steps.filter(([name, program, args]) => {
  const { status } = spawnSync(join(root, "node_modules", ".bin", program), [...args], { cwd: root, stdio: "inherit" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  return status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
