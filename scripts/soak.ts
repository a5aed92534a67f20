/**
 * `npm run soak -- calls|edge [--minutes 60] [--rate 60]`: a whole centre under calls for a long time. Afterwards nothing may
 * be left of them, the ledger reconciles, and memory is printed as it went. Ends with `N passed, 0 failed`.
 */
import { parseArgs } from "node:util";
import { bringPrograms } from "./programs.ts";
import { soakCalls } from "./soak/calls.ts";
import { soakEdge } from "./soak/edge.ts";
import type { Check, SoakSize } from "./soak/check.ts";

const soaks: Readonly<Record<string, (size: SoakSize) => Promise<readonly Check[]>>> = {
  calls: soakCalls,
  edge: soakEdge,
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: "60" }, rate: { type: "string", default: "60" } },
});
const soak = soaks[positionals[0] ?? ""];
if (soak === undefined) {
  console.error(`usage: npm run soak -- ${Object.keys(soaks).join("|")} [--minutes 60] [--rate 60]`);
  process.exit(64);
}
bringPrograms();
const checks = await soak({ minutes: Number(values.minutes), rate: Number(values.rate) });
for (const [name, holds, found = ""] of checks)
  console.log(`${holds ? "ok  " : "FAIL"}  ${name}${found && `: ${found}`}`);
const failed = checks.filter(([, holds]) => !holds).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
