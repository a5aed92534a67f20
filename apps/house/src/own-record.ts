import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Configuration, readKeys } from "@siaga/configuration";
import { openRecord, type Record, startPostgres } from "@siaga/postgres";
import { fail } from "./fail.ts";

/**
 * The record of this instance, for one command. Attaches to the running database, or starts it for this command alone and
 * leaves it to whoever starts next. Where no centre has been started yet the process ends with a sentence.
 */
export async function openOwnRecord({ databaseUrl, dataDir, centreId }: Configuration): Promise<Record> {
  // Reading keys that are not there would make some.
  if (!existsSync(join(dataDir, "keys.json")))
    fail(`No centre has been started on ${dataDir}; run npm start, or set SIAGA_DATA_DIR as it was started.`);
  const database = databaseUrl === null ? await startPostgres({ dataDir }) : { ok: true as const, url: databaseUrl };
  if (!database.ok) fail(database.sentence);
  return openRecord({ url: database.url, centreId, keys: readKeys(dataDir) });
}
