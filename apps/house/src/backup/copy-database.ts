import { link, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CentreCopy, CentreTable } from "@siaga/postgres";
import { hashFile, writeLines } from "./kept-file.ts";
import type { Contents, CopiedTable } from "./manifest.ts";

/** An earlier backup in the same place: parts of its log that can never change again are shared with it. */
export type Earlier = { readonly folder: string; readonly contents: Contents };
type Part = CopiedTable["parts"][number];

/** Events in one file: a part below the head is complete for ever. */
const width = 100_000;

/** Writes every table of the centre as lines of JSON below `database/`. */
export async function copyDatabase(
  copy: CentreCopy,
  folder: string,
  earlier: Earlier | null,
): Promise<readonly CopiedTable[]> {
  const tables: CopiedTable[] = [];
  for (const table of copy.tables)
    tables.push({
      table: table.name,
      parts:
        table.name === "events"
          ? await copyEvents(copy, table, folder, earlier)
          : [await copyTable(copy, table, folder)],
    });
  return tables;
}

async function copyTable(copy: CentreCopy, table: CentreTable, folder: string): Promise<Part> {
  const path = join("database", `${table.name}.jsonl.gz`);
  return { path, upto: null, ...(await writeLines(join(folder, path), copy.rows(table))) };
}

async function copyEvents(
  copy: CentreCopy,
  table: CentreTable,
  folder: string,
  earlier: Earlier | null,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let after = 0; after < (copy.head?.seq ?? 0); after += width) {
    const upto = after + width;
    const path = join("database", `events-${String(after + 1).padStart(12, "0")}.jsonl.gz`);
    const shared = upto <= (copy.head?.seq ?? 0) ? await share(path, upto, folder, earlier) : null;
    parts.push(shared ?? { path, upto, ...(await writeLines(join(folder, path), copy.rows(table, { after, upto }))) });
  }
  return parts;
}

/** Null when it must be written anew: not there, incomplete then, damaged since, or this file system has no hard links. */
async function share(path: string, upto: number, folder: string, earlier: Earlier | null): Promise<Part | null> {
  const part = earlier?.contents.tables
    .find(({ table }) => table === "events")
    ?.parts.find((each) => each.path === path && each.upto === upto && each.rows === width);
  if (earlier === null || part === undefined) return null;
  try {
    if ((await hashFile(join(earlier.folder, path))).sha256 !== part.sha256) return null;
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    await link(join(earlier.folder, path), join(folder, path));
    return part;
  } catch {
    return null;
  }
}
