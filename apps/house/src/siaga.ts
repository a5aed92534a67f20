/** `npm run siaga -- <command>`: questions to the running centre and its record, from the machine it runs on. */
import { type Configuration, readConfiguration } from "@siaga/configuration";
import { backUp, type Flags, listBackups, proveBackup, restore } from "./backup/commands.ts";
import { fail } from "./fail.ts";
import { listReads } from "./reads.ts";
import { printHealth, printLedger } from "./running-centre.ts";
import { simulate } from "./simulate/command.ts";
import { addToStaff, disableStaff, enableStaff, givePassword, showStaff } from "./staff/commands.ts";
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
  reads: { does: "who read whose number, recording or story, and when  [--days 7] [--json]", run: listReads },
  staff: { does: "who has an account", run: showStaff },
  "staff add": { does: 'a new account  --login L --name "N" --role R [--agency A] [--shift S]', run: addToStaff },
  "staff password": { does: "a new password  --login L", run: givePassword },
  "staff disable": { does: "lets somebody sign in no more  --login L", run: disableStaff },
  "staff enable": { does: "lets them sign in again  --login L", run: enableStaff },
  backup: { does: "copies everything while calls run, and proves the copy  [--to FOLDER]", run: backUp },
  "backup list": { does: "the backups there are  [--to FOLDER]", run: listBackups },
  "backup verify": { does: "proves a backup: hashes, recordings, chain, signature  [--from FOLDER]", run: proveBackup },
  restore: { does: "puts a backup back  --from FOLDER [--data-dir FOLDER] [--keys FOLDER] [--replace]", run: restore },
};

function usage(): never {
  console.error("usage: npm run siaga -- <command>");
  console.error(`  ${"simulate".padEnd(16)}${simulateDoes}`);
  for (const [name, { does }] of Object.entries(commands)) console.error(`  ${name.padEnd(16)}${does}`);
  process.exit(64);
}

const valued = new Set(["to", "from", "data-dir", "keys", "days", "login", "name", "role", "agency", "shift"]);

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
