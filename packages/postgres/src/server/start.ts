import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type Account, chooseAccount } from "./account.ts";
import { openCluster, owner } from "./cluster.ts";
import { type Home, openHome, outside } from "./home.ts";
import {
  ended,
  forgetStalePid,
  logLength,
  logSince,
  postmasterOf,
  spawnPostmaster,
  stopPostmaster,
} from "./postmaster.ts";
import { inUse, noBinaries, refusalFor, type ServerRefusal } from "./refusal.ts";
import { findRuntime } from "./runtime.ts";

export type RunningPostgres = {
  readonly ok: true;
  /** For `openRecord`, psql and anything else that takes a PostgreSQL address. Holds the password: never log it. */
  readonly url: string;
  /** Fast shutdown; every commit is on disk. */
  stop(): Promise<void>;
  /** Leaves it running and watches it no longer: for whoever only came to ask. */
  leave(): void;
};

/** Recovery after a power cut replays at most 1 GB of write-ahead log. */
const startLimit = 120_000;
const watchEvery = 500;

/**
 * Real PostgreSQL for one data folder, on a unix socket alone. Attaches to a postmaster that outlived a killed start,
 * recovers what a power cut left, and starts the postmaster again should it die.
 */
export async function startPostgres({
  dataDir,
}: {
  readonly dataDir: string;
}): Promise<RunningPostgres | ServerRefusal> {
  const account = chooseAccount();
  if (account === null) return noBinaries("PostgreSQL refuses to run as root and there is no user postgres or nobody");
  try {
    mkdirSync(dataDir, { recursive: true });
    return await open(dataDir, account);
  } catch (error) {
    return refusalFor((error as Error).message, dataDir);
  }
}

async function open(dataDir: string, account: Account): Promise<RunningPostgres | ServerRefusal> {
  const runtime = await findRuntime(account, account.other ? outside : [dataDir]);
  if (!runtime.ok) return runtime;
  const home = openHome(dataDir, account);
  const cluster = await openCluster(runtime.native, home, dataDir, account);
  if (!cluster.ok) return cluster;

  const start = (): void => spawnPostmaster(runtime.native, home, account);
  const database = (name: string): string =>
    `postgresql://${owner}:${cluster.password}@/${name}?host=${encodeURIComponent(home.run)}`;
  const said = logLength(home);
  if (postmasterOf(home) === null) {
    // Somebody answers whom we cannot see: a container sharing the folder. Two postmasters would destroy it.
    if ((await knock(database("postgres"))) === "open") return inUse(home.folder);
    forgetStalePid(home);
    start();
  }
  const refusal = await accepting(home, database("postgres"), said, start);
  if (refusal !== null) return refusal;
  await createDatabase(database("postgres"));
  const watch = keepRunning(home, start);
  return {
    ok: true,
    url: database(owner),
    leave: () => clearInterval(watch),
    async stop() {
      clearInterval(watch);
      await stopPostmaster(home);
      if (!home.run.startsWith(home.folder)) rmSync(home.run, { recursive: true, force: true });
    },
  };
}

/** Null once a connection is accepted. One we found shutting down is started again when it has ended. */
async function accepting(home: Home, url: string, said: number, start: () => void): Promise<ServerRefusal | null> {
  let attempts = 1;
  for (const begun = performance.now(); performance.now() - begun < startLimit; await pause(25)) {
    const answer = await knock(url);
    if (answer === "open") return null;
    if (answer === "28P01")
      return refusalFor("FATAL: the password in postgres-password is not the database's", home.folder);
    // The pid file is written a moment after the spawn; give it that moment.
    if (postmasterOf(home) !== null || (await appears(home))) continue;
    if (attempts++ >= 3) break;
    await ended(home, 5_000);
    start();
  }
  return refusalFor(logSince(home, said), home.folder);
}

async function appears(home: Home): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++, await pause(25)) if (postmasterOf(home) !== null) return true;
  return false;
}

/** `open`, or the error's code while it starts (57P03), refuses (28P01) or is not there (ENOENT, ECONNREFUSED). */
async function knock(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return "open";
  } catch (error) {
    return (error as { code?: string }).code ?? "unknown";
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [owner]);
    if (rowCount === 0) await client.query(`create database ${owner}`);
  } finally {
    await client.end();
  }
}

/** A postmaster that dies (killed, out of memory) is started again; it recovers by itself. */
function keepRunning(home: Home, start: () => void): NodeJS.Timeout {
  const watch = setInterval(() => {
    if (postmasterOf(home) === null) start();
  }, watchEvery);
  return watch.unref();
}
