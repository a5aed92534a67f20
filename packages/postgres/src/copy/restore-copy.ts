import type { PoolClient } from "pg";
import { openDatabase, transaction } from "../database.ts";
import { migrate } from "../migrate.ts";
import { type CentreTable, centreTables } from "./tables.ts";

/** What is put back, as it was copied. */
export type CopiedCentre = {
  readonly centreId: string;
  readonly migrations: readonly string[];
  readonly events: number;
  readonly tables: readonly string[];
  rows(table: string): AsyncIterable<readonly string[]>;
};

/** The database holds a log of this centre already: nothing was written. */
export class CentreExistsError extends Error {
  override name = "CentreExistsError";
}

const longest = 24 * 3_600_000;

/**
 * Gives the database the shape the copy was taken with, then writes every row in one transaction: all of it or nothing.
 * Newer migrations follow when the release opens the record. Rejects with `NewerDatabaseError` or `CentreExistsError`.
 */
export async function restoreCopy(url: string, copied: CopiedCentre): Promise<void> {
  const database = openDatabase(url, 1, longest);
  try {
    await migrate(database, copied.migrations);
    await transaction(database, async (client) => {
      await refuseExisting(client, copied.centreId);
      for (let last = 0; last <= copied.events + 1_000_000; last += 1_000_000)
        await client.query("select prepare_events($1)", [last]);
      const known = await centreTables(client);
      for (const name of copied.tables) {
        const table = known.find((each) => each.name === name);
        if (table === undefined) throw new Error(`the copy holds a table "${name}" that its migrations do not make`);
        for await (const lines of copied.rows(name)) await write(client, table, lines);
        await continueCounting(client, table);
      }
    });
  } finally {
    await database.end();
  }
}

async function refuseExisting(client: PoolClient, centreId: string): Promise<void> {
  const { rows } = await client.query<{ seq: number }>("select seq from log_head where centre_id = $1", [centreId]);
  if ((rows[0]?.seq ?? 0) > 0)
    throw new CentreExistsError(
      `The database already holds a log of "${centreId}" (${rows[0]?.seq} events): give an empty database, or restore under another DATABASE_URL.`,
    );
}

async function write(client: PoolClient, table: CentreTable, lines: readonly string[]): Promise<void> {
  const columns = table.columns.map((name) => client.escapeIdentifier(name)).join(", ");
  const name = client.escapeIdentifier(table.name);
  await client.query(
    `insert into ${name} (${columns}) overriding system value
     select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
    [`[${lines.join(",")}]`],
  );
}

/** Numbers drawn by the database go on after the highest that was put back. */
async function continueCounting(client: PoolClient, table: CentreTable): Promise<void> {
  for (const column of table.columns) {
    const { rows } = await client.query<{ sequence: string | null }>(
      "select pg_get_serial_sequence($1, $2) as sequence",
      [client.escapeIdentifier(table.name), column],
    );
    if (rows[0]?.sequence === null || rows[0] === undefined) continue;
    const [name, counted] = [client.escapeIdentifier(table.name), client.escapeIdentifier(column)];
    await client.query(`select setval($1::regclass, greatest(1, (select max(${counted}) from ${name})))`, [
      rows[0].sequence,
    ]);
  }
}
