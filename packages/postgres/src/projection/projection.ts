import type { PoolClient } from "pg";
import { type Database, transaction } from "../database.ts";
import { callbackStatements } from "./callbacks.ts";
import { callStatements } from "./calls.ts";
import { dispatchStatements } from "./dispatches.ts";
import { incidentStatements } from "./incidents.ts";
import { lineQualityStatements } from "./line-quality.ts";

/** Folds the log into the tables screens read, behind the log and off the calls' path. */
export interface Projection {
  /** Folds what is new; resolves with the last event folded. Calls at the same time share one run. */
  project(): Promise<number>;
  /** Last event folded, as this process knows it. */
  reached(): number;
  /** Folds again and again until stopped; a database that is away is tried again at the next turn. */
  follow(every: number, failed: (error: Error) => void): { stop(): void };
  /** Forgets every row and folds the whole log again, in one transaction: readers see the old rows until it is done. */
  rebuildViews(): Promise<number>;
}

const most = 2_000;
const statements = [
  ...callStatements,
  ...lineQualityStatements,
  ...incidentStatements,
  ...dispatchStatements,
  ...callbackStatements,
];
const tables = [
  "calls",
  "recordings",
  "line_quality",
  "incidents",
  "incident_calls",
  "timeline",
  "dispatches",
  "callbacks",
  "ledger",
];

/** @param step events folded in one transaction; the rows are the same whatever it is */
export function openProjection(database: Database, centreId: string, advanced: () => void, step = most): Projection {
  let seq = 0;
  let running: Promise<number> | null = null;

  const run = async (): Promise<number> => {
    for (;;) {
      const { from, upto } = await transaction(database, (client) => foldNext(client, centreId, step));
      seq = upto;
      if (upto > from) advanced();
      if (upto - from < step) return upto;
    }
  };
  const project = (): Promise<number> => (running ??= run().finally(() => (running = null)));

  return {
    project,
    reached: () => seq,
    follow(every, failed) {
      let folding = false;
      const turn = setInterval(() => {
        if (folding) return;
        folding = true;
        project()
          .catch(failed)
          .finally(() => (folding = false));
      }, every);
      return { stop: () => clearInterval(turn) };
    },
    async rebuildViews() {
      await running?.catch(() => {});
      seq = await transaction(database, (client) => rebuild(client, centreId, step));
      advanced();
      return seq;
    },
  };
}

type Folded = { readonly from: number; readonly upto: number };

/** The watermark's row lock lets one projector work at a time, in whichever process. */
async function foldNext(client: PoolClient, centreId: string, step: number): Promise<Folded> {
  const from = await lockWatermark(client, centreId);
  const head = await client.query<{ seq: number }>("select seq from log_head where centre_id = $1", [centreId]);
  const upto = Math.min(from + step, head.rows[0]?.seq ?? 0);
  if (upto <= from) return { from, upto: from };
  for (const statement of statements) await client.query(statement, [centreId, from, upto]);
  await client.query("update projection_head set seq = $2 where centre_id = $1", [centreId, upto]);
  return { from, upto };
}

async function lockWatermark(client: PoolClient, centreId: string): Promise<number> {
  const lock = "select seq from projection_head where centre_id = $1 for update";
  const held = await client.query<{ seq: number }>(lock, [centreId]);
  if (held.rows[0] !== undefined) return held.rows[0].seq;
  await client.query("insert into projection_head (centre_id, seq) values ($1, 0) on conflict do nothing", [centreId]);
  return (await client.query<{ seq: number }>(lock, [centreId])).rows[0]?.seq ?? 0;
}

async function rebuild(client: PoolClient, centreId: string, step: number): Promise<number> {
  await lockWatermark(client, centreId);
  for (const table of tables) await client.query(`delete from ${table} where centre_id = $1`, [centreId]);
  await client.query("update projection_head set seq = 0 where centre_id = $1", [centreId]);
  for (;;) {
    const { from, upto } = await foldNext(client, centreId, step);
    if (upto - from < step) return upto;
  }
}
