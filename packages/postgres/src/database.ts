import pg from "pg";

/** A pool whose bigints are numbers (instants and sequence numbers stay below 2^53) and whose broken connections end nobody. */
export type Database = pg.Pool;

const int8 = 20;
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 && format !== "binary" ? Number : pg.types.getTypeParser(oid, format as "text"),
};

/**
 * @param max connections at most; 1 for a writer that must never wait behind readers
 * @param limit ms a query may take before it is given up and its connection dropped
 */
export function openDatabase(url: string, max: number, limit: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: types as pg.CustomTypesConfig,
    application_name: "siaga112",
    connectionTimeoutMillis: 3_000,
    query_timeout: limit,
    // A writer's connection stays open: the next call must not wait for a handshake.
    idleTimeoutMillis: max === 1 ? 0 : 60_000,
    keepAlive: true,
  });
  // A pool without this listener brings the process down when the server goes away (57P01).
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Runs `work` in one transaction on one connection. */
export async function transaction<T>(database: Database, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const done = await work(client);
    await client.query("commit");
    return done;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => (broken = lost));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The SQLSTATE of a failed query; null for anything else (lost connection, timeout). */
export function sqlState(error: unknown): string | null {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E") ? code : null;
}
