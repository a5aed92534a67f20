import type { Database } from "../database.ts";
import type { Lease } from "../record.ts";
import { genesis } from "./chain.ts";
import type { Writer } from "./writer.ts";

/** A lease not renewed for this long (by the database's clock) may be taken: a standby leads within 5 s. */
const freshFor = "4 seconds";

const takeIt = `
with taken as (
  insert into lease as held (centre_id, holder, epoch, renewed_at)
  values ($1, $2, 1, clock_timestamp())
  on conflict (centre_id) do update
    set holder = excluded.holder, epoch = held.epoch + 1, renewed_at = clock_timestamp()
    where held.holder = excluded.holder or held.renewed_at < clock_timestamp() - interval '${freshFor}'
  returning epoch)
insert into log_head as head (centre_id, seq, hash, epoch)
select $1, 0, $3, epoch from taken
on conflict (centre_id) do update set epoch = excluded.epoch
returning epoch, seq, hash`;

const renewIt = `update lease set renewed_at = clock_timestamp() where centre_id = $1 and epoch = $2`;

const releaseIt = `update lease set renewed_at = '-infinity' where centre_id = $1 and epoch = $2`;

/**
 * Taking always raises the epoch in the lease and in the log's head at once, so whoever led before is fenced.
 * The same holder name may take at any moment (a restart of the same centre); others wait until it is stale.
 * Taking goes through the writer's own connection, so that the first append finds it open; renewing never waits behind one.
 */
export function openLease(writing: Database, reading: Database, centreId: string, writer: Writer): Lease {
  return {
    async take(holder) {
      const { rows } = await writing.query<{ epoch: number; seq: number; hash: Buffer }>(takeIt, [
        centreId,
        holder,
        genesis,
      ]);
      const head = rows[0];
      if (head === undefined) return null;
      await writing.query("select prepare_events($1)", [head.seq + 1_000_000]).catch(() => {});
      writer.standing = { epoch: head.epoch, seq: head.seq, hash: head.hash };
      return { epoch: head.epoch };
    },
    async renew(epoch) {
      const { rowCount } = await reading.query(renewIt, [centreId, epoch]);
      return rowCount === 1;
    },
    async release(epoch) {
      await reading.query(releaseIt, [centreId, epoch]);
    },
  };
}
