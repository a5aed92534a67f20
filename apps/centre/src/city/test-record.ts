import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecord, type Record, startPostgres } from "@siaga/postgres";

/** A record on a real PostgreSQL of its own, for tests. */
export type TestRecord = {
  readonly record: Record;
  readonly url: string;
  readonly dataDir: string;
  close(): Promise<void>;
};

/** Starts PostgreSQL in a folder made for it; `close` stops it and removes the folder. */
export async function openTestRecord(): Promise<TestRecord> {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-city-test-"));
  const postgres = await startPostgres({ dataDir });
  if (!postgres.ok) throw new Error(JSON.stringify(postgres));
  const keys = { personal: randomBytes(32), lookup: randomBytes(32) };
  const record = await openRecord({ url: postgres.url, centreId: "kota", keys });
  return {
    record,
    url: postgres.url,
    dataDir,
    async close() {
      await record.close();
      await postgres.stop();
      /** As root the cluster lies elsewhere, where its own account may enter. */
      const pointer = join(dataDir, "postgres-is-at");
      if (existsSync(pointer)) rmSync(readFileSync(pointer, "utf8").trim(), { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
