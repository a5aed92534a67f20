import type { Database } from "../database.ts";
import { canonical } from "./canonical.ts";
import { digest, genesis } from "./chain.ts";

/** What an audit of the chain found. `seq` is the first event that does not follow from the one before. */
export type ChainReport =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly sentence: string };

type Row = { seq: number; at: number; type: string; payload: unknown; hash: Buffer };
const pageSize = 2_000;
const readPage = `select seq, at, type, payload, hash from events where centre_id = $1 and seq > $2 and seq <= $3 order by seq limit ${pageSize}`;

/** Recomputes every hash from the first event to the head. */
export async function verifyChain(database: Database, centreId: string): Promise<ChainReport> {
  const head = (
    await database.query<{ seq: number; hash: Buffer }>("select seq, hash from log_head where centre_id = $1", [
      centreId,
    ])
  ).rows[0];
  if (head === undefined) return { ok: true, events: 0, head: genesis.toString("hex") };
  let previous: Buffer = genesis;
  for (let seq = 0; seq < head.seq;) {
    const { rows } = await database.query<Row>(readPage, [centreId, seq, head.seq]);
    if (rows.length === 0) return broken(seq + 1, "is missing");
    for (const row of rows) {
      seq++;
      if (row.seq !== seq) return broken(seq, "is missing");
      const expected = digest(previous, centreId, seq, row.at, row.type, canonical(row.payload));
      if (!expected.equals(row.hash)) return broken(seq, "is not what was written");
      previous = row.hash;
    }
  }
  if (!previous.equals(head.hash)) return broken(head.seq, "is not the one the head was written with");
  return { ok: true, events: head.seq, head: head.hash.toString("hex") };
}

const broken = (seq: number, how: string): ChainReport => ({
  ok: false,
  seq,
  sentence: `Event ${seq} ${how}: compare with the last exported head and restore from a backup.`,
});
