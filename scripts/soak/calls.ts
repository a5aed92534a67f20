/** Calls with nobody at the desks: each is heard waiting and hangs up. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { health } from "@siaga/contracts/http";
import { ledgerOf } from "../../scenarios/live/evidence.ts";
import { type Instance, startInstance } from "../../scenarios/live/instance.ts";
import { openTelephones } from "../../scenarios/live/telephone.ts";
import type { Check, SoakSize } from "./check.ts";

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

function printMemory(instance: Instance, calls: number): void {
  const sizes = ["exchange", "centre"].map((name) => `${name} ${residentMb(instance.pidOf(name)).toFixed(0)} MB`);
  console.log(`${String(calls).padStart(7)} calls  ${sizes.join("  ")}`);
}

export async function soakCalls({ minutes, rate }: SoakSize): Promise<readonly Check[]> {
  const total = Math.round(minutes * rate);
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
    await sleep(60_000 / rate);
  }
  await Promise.all(lives);
  await sleep(35_000);
  printMemory(instance, total);

  const ledger = await ledgerOf(instance);
  const { exchange } = health.parse(await (await fetch(`${instance.console}/api/health`)).json());
  const settled = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0);
  await telephones.close();
  await instance.stop();
  return [
    ["every call is in the ledger", ledger.incoming === total],
    ["every call has its outcome", settled === total && ledger.open === 0],
    ["the exchange holds no call", exchange.calls === 0],
  ];
}
