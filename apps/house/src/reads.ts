import type { Configuration } from "@siaga/configuration";
import type { Read } from "@siaga/postgres";
import type { Flags } from "./backup/commands.ts";
import { fail } from "./fail.ts";
import { openOwnRecord } from "./own-record.ts";

const day = 86_400_000;
const wib = 7 * 3_600_000;
/** Readings printed at most. */
const most = 10_000;

/** `siaga reads [--days N] [--json]`: who read what of a person, newest first; the last 7 days unless said otherwise. */
export async function listReads(configuration: Configuration, flags: Flags): Promise<void> {
  const days = Number(flags["days"] ?? 7);
  if (!Number.isInteger(days) || days < 1 || days > 3_650)
    fail(`--days is ${flags["days"]}: accepted is a whole number of days from 1 to 3650.`);
  const record = await openOwnRecord(configuration);
  const reads = await record.reads.since(Date.now() - days * day, most);
  if ("json" in flags) console.log(JSON.stringify(reads));
  else for (const read of reads) console.log(lineOf(read));
  if (reads.length === 0) console.error(`Nothing was read in the last ${days} days.`);
  if (reads.length === most) console.error(`Only the newest ${most} are shown; ask for fewer --days.`);
  process.exit(0);
}

const words: Readonly<Record<string, (read: Read) => string>> = {
  unmask: ({ subject }) => `saw the whole number of call ${subject}`,
  recording: ({ subject }) => `played the recording of call ${subject}`,
  incident: ({ subject, incident }) => `read the story of incident ${incident ?? subject}`,
  "unmark-test-number": ({ subject }) => `took the test mark off number ${subject}`,
};

/** `2026-11-29 21:03:12  Ani Rahmawati  read the story of incident 42` (WIB). */
export function lineOf(read: Read): string {
  const at = new Date(read.at + wib).toISOString().slice(0, 19).replace("T", " ");
  const did = words[read.what]?.(read) ?? `${read.what} ${read.subject}`;
  return `${at}  ${(read.name ?? read.operator).padEnd(24)}  ${did}`;
}
