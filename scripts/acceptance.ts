/**
 * `npm run acceptance -- call|edge|flood`: what a city should see before it relies on this, on real parts, each step with its
 * time. Ends with `N passed, 0 failed`.
 */
import { acceptCall } from "./acceptance/call.ts";
import { acceptEdge } from "./acceptance/edge.ts";
import { acceptFlood } from "./acceptance/flood.ts";
import type { Verdict } from "./acceptance/verdict.ts";
import { bringPrograms } from "./programs.ts";

const paths: Readonly<Record<string, () => Promise<Verdict>>> = {
  call: acceptCall,
  edge: acceptEdge,
  flood: acceptFlood,
};
const path = paths[process.argv[2] ?? ""];
if (path === undefined) {
  console.error(`usage: npm run acceptance -- ${Object.keys(paths).join("|")}`);
  process.exit(64);
}
const missing = bringPrograms();
const { passed, failed } = await path();
if (missing.length > 0) console.log(`Without ${missing.join(", ")} some of it was not played: that is no acceptance.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 && missing.length === 0 ? 0 : 1);
