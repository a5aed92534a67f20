import type { PoolClient } from "pg";
import { type Database, openDatabase } from "../database.ts";
import { type CentreTable, centreTables } from "./tables.ts";

/** Rows of one centre as lines of JSON, all of one moment, while the centre goes on writing. */
export type CentreCopy = {
  /** Where the log stands in this copy; null when the centre has no log yet. */
  readonly head: { readonly seq: number; readonly hash: string; readonly epoch: number } | null;
  readonly ledger: Readonly<Record<string, number>>;
  /** Names of the migrations that gave the tables their shape. */
  readonly migrations: readonly string[];
  readonly tables: readonly CentreTable[];
  /** Ordered by the primary key, in pages. `events` may be asked for a part: numbers after `after` up to `upto`. */
  rows(table: CentreTable, part?: { readonly after: number; readonly upto: number }): AsyncIterable<readonly string[]>;
  close(): Promise<void>;
};

/** Snapshots reach 5 MB a row. */
const pageSize = 500;
const longest = 24 * 3_600_000;

/** Opens a copy of what is committed now. One read-only transaction; it locks nothing a call needs. */
export async function openCopy(url: string, centreId: string): Promise<CentreCopy> {
  const database = openDatabase(url, 1, longest);
  let client: PoolClient | null = null;
  try {
    client = await database.connect();
    await client.query("begin isolation level repeatable read read only");
    // One text for one value, whatever the server's own taste.
    await client.query("set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1");
    return await describe(database, client, centreId);
  } catch (error) {
    // A pool waits for ever for a connection that nobody gives back.
    client?.release(true);
    await database.end();
    throw error;
  }
}

type Head = { seq: number; hash: Buffer; epoch: number };

async function describe(database: Database, client: PoolClient, centreId: string): Promise<CentreCopy> {
  const head = (await client.query<Head>("select seq, hash, epoch from log_head where centre_id = $1", [centreId]))
    .rows[0];
  const counts = await client.query<{ name: string; calls: number }>(
    "select name, calls from ledger where centre_id = $1 order by name",
    [centreId],
  );
  const migrations = await client.query<{ name: string }>("select name from migrations order by name");
  return {
    head: head === undefined ? null : { ...head, hash: head.hash.toString("hex") },
    ledger: Object.fromEntries(counts.rows.map(({ name, calls }) => [name, calls])),
    migrations: migrations.rows.map(({ name }) => name),
    tables: await centreTables(client),
    rows: (table, part) => pages(client, centreId, table, part),
    async close() {
      client.release();
      await database.end();
    },
  };
}

async function* pages(
  client: PoolClient,
  centreId: string,
  table: CentreTable,
  part?: { readonly after: number; readonly upto: number },
): AsyncIterable<readonly string[]> {
  const columns = table.columns.map((name) => `t.${client.escapeIdentifier(name)}`).join(", ");
  const order = table.key.map((name) => `t.${client.escapeIdentifier(name)}`).join(", ");
  const bounds = part === undefined ? "" : ` and t.seq > ${part.after} and t.seq <= ${part.upto}`;
  await client.query(
    `declare copied no scroll cursor for
     select row_to_json(written)::text as line
       from (select ${columns} from ${client.escapeIdentifier(table.name)} t
              where t.centre_id = ${client.escapeLiteral(centreId)}${bounds} order by ${order}) written`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${pageSize} from copied`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query("close copied");
}
