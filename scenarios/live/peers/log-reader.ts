import assert from "node:assert/strict";
import { readKeys } from "@siaga/configuration";
import { openRecord, type Stored, startPostgres } from "@siaga/postgres";
import { configurationOf } from "../evidence.ts";
import type { Instance } from "../instance.ts";

/** The log of a running instance, read beside it. */
export type LogReader = {
  /** Every event after `seq`, in order. */
  after(seq: number): Promise<readonly Stored[]>;
  head(): Promise<number>;
  close(): Promise<void>;
};

export async function openLog(instance: Instance): Promise<LogReader> {
  const { dataDir, centreId } = configurationOf(instance);
  const database = await startPostgres({ dataDir });
  assert.ok(database.ok);
  // The instance watches its own database.
  database.leave();
  const record = await openRecord({ url: database.url, centreId, keys: readKeys(dataDir) });
  return {
    after: (seq) => Array.fromAsync(record.log.read(seq)),
    head: async () => (await record.log.head()).seq,
    close: () => record.close(),
  };
}
