import { emptyLedger, type Ledger, type Outcome } from "@siaga/core";
import type { Database } from "../database.ts";

const counts = `
select coalesce(h.seq, 0) as seq, l.name, l.calls
  from projection_head h left join ledger l on l.centre_id = h.centre_id
 where h.centre_id = $1`;

/** The published counts as of event `seq`. One statement: the counts and the event they stand for never differ. */
export async function readLedger(
  database: Database,
  centreId: string,
): Promise<{ readonly seq: number; readonly ledger: Ledger }> {
  const { rows } = await database.query<{ seq: number; name: string | null; calls: number }>(counts, [centreId]);
  const ledger = emptyLedger();
  for (const { name, calls } of rows) {
    if (name === "incoming" || name === "tests") ledger[name] = calls;
    else if (name !== null) ledger.outcomes[name as Outcome] = calls;
  }
  const ended = Object.values(ledger.outcomes).reduce((sum, calls) => sum + calls, 0);
  return { seq: rows[0]?.seq ?? 0, ledger: { ...ledger, open: ledger.incoming - ended } };
}
