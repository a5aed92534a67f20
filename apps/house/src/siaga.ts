/** `npm run siaga -- <command>`: questions to the running centre, from the machine it runs on. */
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { health, ledger } from "@siaga/contracts/http";
import { type Configuration, readConfiguration, readKeys } from "@siaga/configuration";
import type { z } from "zod";
import { backUp, type Flags, listBackups, proveBackup, restore } from "./backup/commands.ts";
import { simulate } from "./simulate/command.ts";
import { verifyLog } from "./verify-log.ts";

type Command = {
  readonly does: string;
  readonly run: (configuration: Configuration, flags: Flags) => Promise<void>;
};

/** Answered before any other: its arguments are its own. */
const simulateDoes = "what happens with so many on shift on a flood evening  [--help]";

const commands: Readonly<Record<string, Command>> = {
  ledger: { does: "how every call ended: incoming = sum of outcomes + open  [--json]", run: printLedger },
  health: { does: "how the running centre is  [--json]", run: printHealth },
  "audit verify": { does: "checks the hash chain of the whole log", run: verifyLog },
  backup: { does: "copies everything while calls run, and proves the copy  [--to FOLDER]", run: backUp },
  "backup list": { does: "the backups there are  [--to FOLDER]", run: listBackups },
  "backup verify": { does: "proves a backup: hashes, recordings, chain, signature  [--from FOLDER]", run: proveBackup },
  restore: { does: "puts a backup back  --from FOLDER [--data-dir FOLDER] [--keys FOLDER] [--replace]", run: restore },
};

async function printLedger(configuration: Configuration, flags: Flags): Promise<void> {
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

async function printHealth(configuration: Configuration, flags: Flags): Promise<void> {
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

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function usage(): never {
  console.error("usage: npm run siaga -- <command>");
  console.error(`  ${"simulate".padEnd(14)}${simulateDoes}`);
  for (const [name, { does }] of Object.entries(commands)) console.error(`  ${name.padEnd(14)}${does}`);
  process.exit(64);
}

const valued = new Set(["to", "from", "data-dir", "keys"]);

/** `backup --to x` → `backup` and `{ to: "x" }`. */
function understand(said: readonly string[]): { readonly name: string; readonly flags: Flags } {
  const words: string[] = [];
  const flags: Record<string, string> = {};
  for (let at = 0; at < said.length; at++) {
    const word = said[at] ?? "";
    const [flag = "", value] = word.slice(2).split("=");
    if (!word.startsWith("--")) words.push(word);
    else flags[flag] = value ?? (valued.has(flag) ? (said[++at] ?? usage()) : "");
  }
  return { name: words.join(" "), flags };
}

const [said, ...rest] = process.argv.slice(2);
// A simulation needs no centre: it asks the machine for its cores alone.
if (said === "simulate") {
  await simulate(rest);
  process.exit(0);
}
const { name, flags } = understand(process.argv.slice(2));
const command = commands[name] ?? usage();
const read = readConfiguration();
if (!read.ok) fail(read.sentences.join("\n"));
await command.run(read.configuration, flags);
