import type { CentreSnapshot } from "@siaga/core";
import type { Database } from "../database.ts";
import type { Snapshots } from "../record.ts";
import { storable } from "./canonical.ts";

/** The newest one is what a start reads; two older ones stay in case it was taken from a wrong state. */
const saveOne = `
with saved as (
  insert into snapshots (centre_id, seq, snapshot) values ($1, $2, $3)
  on conflict (centre_id, seq) do update set snapshot = excluded.snapshot, taken_at = now()
)
delete from snapshots where centre_id = $1 and seq < $2
   and seq not in (select seq from snapshots where centre_id = $1 and seq < $2 order by seq desc limit 2)`;

const latestOne = `
select s.seq, s.snapshot from snapshots s join log_head h using (centre_id)
 where centre_id = $1 and s.seq <= h.seq order by s.seq desc limit 1`;

export const openSnapshots = (database: Database, centreId: string): Snapshots => ({
  async save(seq, text) {
    const kept = text.includes("\\u") ? JSON.stringify(storable(JSON.parse(text))) : text;
    await database.query(saveOne, [centreId, seq, kept]);
  },
  async latest() {
    const { rows } = await database.query<{ seq: number; snapshot: CentreSnapshot }>(latestOne, [centreId]);
    return rows[0] ?? null;
  },
});
