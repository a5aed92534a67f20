import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Configuration, readKeys } from "@siaga/configuration";
import { health, ledger } from "@siaga/contracts/http";
import type { z } from "zod";
import type { Flags } from "./backup/commands.ts";
import { fail } from "./fail.ts";

/** `siaga ledger [--json]`: how every call ended, as the running centre counts it. */
export async function printLedger(configuration: Configuration, flags: Flags): Promise<void> {
  const answer = await ask(configuration, "/api/ledger", ledger);
  if ("json" in flags) return console.log(JSON.stringify(answer));
  const settled = Object.values(answer.outcomes).reduce((sum, count) => sum + count, 0);
  console.log(`incoming                ${answer.incoming}`);
  for (const [outcome, count] of Object.entries(answer.outcomes)) console.log(`  ${outcome.padEnd(22)}${count}`);
  console.log(`  open                  ${answer.open}`);
  console.log(
    settled + answer.open === answer.incoming
      ? "reconciles"
      : `DOES NOT RECONCILE: ${answer.incoming} ≠ ${settled} + ${answer.open}`,
  );
}

/** `siaga health [--json]`: how the running centre is. */
export async function printHealth(configuration: Configuration, flags: Flags): Promise<void> {
  const answer = await ask(configuration, "/api/health", health);
  console.log("json" in flags ? JSON.stringify(answer) : JSON.stringify(answer, null, 2));
}

async function ask<T>(configuration: Configuration, path: string, shape: z.ZodType<T>): Promise<T> {
  const { http, dataDir } = configuration;
  if (!existsSync(join(dataDir, "keys.json")))
    fail(`No centre has been started on ${dataDir}; run npm start, or set SIAGA_DATA_DIR as it was started.`);
  const host = http.address === "0.0.0.0" ? "127.0.0.1" : http.address;
  const token = createHmac("sha256", readKeys(dataDir).link).update("cli").digest("hex");
  const response = await fetch(`http://${host}:${http.port}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => null);
  if (response === null)
    fail(`No centre answers on port ${http.port}; run npm start, or set SIAGA_HTTP_PORT as it was started.`);
  if (!response.ok) fail(`The centre answered ${response.status}: ${await response.text()}`);
  return shape.parse(await response.json());
}
