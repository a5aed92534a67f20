/**
 * `npm run soak -- calls [--minutes 60] [--rate 60]`: calls a minute with nobody at the desks, each heard waiting and hung
 * up, on a whole centre. Afterwards nothing may be left: no leg, no port, no open call; memory is printed as it went.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { health } from "@siaga/contracts/http";
import { ledgerOf } from "../scenarios/live/evidence.ts";
import { type Instance, startInstance } from "../scenarios/live/instance.ts";
import { openTelephones } from "../scenarios/live/telephone.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: "60" }, rate: { type: "string", default: "60" } },
});
if (positionals[0] !== "calls") {
  console.error("usage: npm run soak -- calls [--minutes 60] [--rate 60]");
  process.exit(64);
}
const total = Math.round(Number(values.minutes) * Number(values.rate));
const gap = 60_000 / Number(values.rate);

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

function printMemory(instance: Instance, calls: number): void {
  const sizes = ["exchange", "centre"].map((name) => `${name} ${residentMb(instance.pidOf(name)).toFixed(0)} MB`);
  console.log(`${String(calls).padStart(7)} calls  ${sizes.join("  ")}`);
}

const instance = await startInstance();
const telephones = await openTelephones(instance);
const lives: Promise<void>[] = [];
for (let placed = 0; placed < total; placed++) {
  if (placed % Math.max(1, Math.round(total / 20)) === 0) printMemory(instance, placed);
  const number = `+62812${String(10_000_000 + (placed % 5_000))}`;
  lives.push(
    telephones.dial({ number, tone: 900 }).then(async (caller) => {
      await caller.answered();
      await sleep(5_000);
      await caller.hangUp();
    }),
  );
  await sleep(gap);
}
await Promise.all(lives);
await sleep(35_000);
printMemory(instance, total);

const ledger = await ledgerOf(instance);
const { exchange } = health.parse(await (await fetch(`${instance.console}/api/health`)).json());
const settled = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0);
const checks: readonly (readonly [string, boolean])[] = [
  ["every call is in the ledger", ledger.incoming === total],
  ["every call has its outcome", settled === total && ledger.open === 0],
  ["the exchange holds no call", exchange.calls === 0],
];
for (const [name, holds] of checks) console.log(`${holds ? "ok  " : "FAIL"}  ${name}`);
await telephones.close();
await instance.stop();
const failed = checks.filter(([, holds]) => !holds).length;
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
