import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Database, sqlState, transaction } from "./database.ts";

/** The database holds migrations this release does not know: it was used by a newer one. */
export class NewerDatabaseError extends Error {
  override name = "NewerDatabaseError";
}

const folder = join(import.meta.dirname, "migrations");
const taken = new Set(["23505", "42P07", "42710"]);

/**
 * Brings the database to this release's shape, or to the earlier one of these migrations `only` (for a copy taken then);
 * two starters at once do each migration once. Needs PostgreSQL 15 or newer.
 */
export async function migrate(database: Database, only?: readonly string[]): Promise<void> {
  const known = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const names = known.filter((name) => only?.includes(name) ?? true);
  await createLedger(database);
  const { rows } = await database.query<{ name: string }>("select name from migrations order by name");
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied, ...(only ?? [])].filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new NewerDatabaseError(
      `The database was used by a newer release (it knows ${unknown.join(", ")}); start that release or restore a backup.`,
    );
  for (const name of names) if (!applied.has(name)) await apply(database, name);
}

/** `create table if not exists` may still collide in the catalogue when two start at once (23505, 42P07). */
async function createLedger(database: Database): Promise<void> {
  const create =
    "create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())";
  await database.query(create).catch(async (error: unknown) => {
    if (!taken.has(sqlState(error) ?? "")) throw error;
    await database.query(create);
  });
}

function apply(database: Database, name: string): Promise<void> {
  return transaction(database, async (client) => {
    await client.query("lock table migrations in share row exclusive mode");
    const { rowCount } = await client.query("select 1 from migrations where name = $1", [name]);
    if (rowCount !== 0) return;
    await client.query(readFileSync(join(folder, name), "utf8"));
    await client.query("insert into migrations (name) values ($1)", [name]);
  });
}
