/** Real PostgreSQL for tests: one cluster a test file, a fresh database a test. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import pg from "pg";
import { openRecord, type Record } from "./open-record.ts";
import { startPostgres } from "./server/start.ts";

export const keys = { personal: randomBytes(32), lookup: randomBytes(32) };

/** A folder PostgreSQL's own user can reach, removed after the file's tests. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "siaga-postgres-"));
  chmodSync(folder, 0o755);
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Addresses of fresh databases; `SIAGA_TEST_DATABASE_URL` runs the same tests on another PostgreSQL (15 or newer). */
export async function startTestDatabases(): Promise<() => Promise<string>> {
  const given = process.env["SIAGA_TEST_DATABASE_URL"];
  const server =
    given === undefined
      ? await startPostgres({ dataDir: testFolder() })
      : { ok: true as const, url: given, stop: async () => {} };
  if (!server.ok) throw new Error(server.sentence);
  after(() => server.stop());
  return async () => {
    const name = `test_${randomBytes(6).toString("hex")}`;
    await query(server.url, `create database ${name}`);
    return server.url.replace(/\/[a-z]+\?/, `/${name}?`);
  };
}

/** One statement on a connection of its own. */
export async function query<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Opens the record of one centre and closes it after the file's tests. */
export async function openTestRecord(url: string, centreId = "serang"): Promise<Record> {
  const record = await openRecord({ url, centreId, keys });
  after(() => record.close());
  return record;
}
