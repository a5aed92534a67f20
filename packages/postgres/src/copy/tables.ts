import type { PoolClient } from "pg";

/** A table that holds rows of centres: its written columns (generated ones compute themselves) and its primary key. */
export type CentreTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
};

/** `centre_id` leads every key, so the catalogue itself says what belongs to a centre; partitions come with their parent. */
const catalogue = `
select c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select array_agg(a.attname::text order by array_position(i.indkey::int[], a.attnum::int))
          from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
         where i.indrelid = c.oid and i.indisprimary) as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
   and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'centre_id' and not a.attisdropped)
 order by c.relname`;

/** Every table with rows of centres, by name. */
export const centreTables = async (client: PoolClient): Promise<readonly CentreTable[]> =>
  (await client.query<CentreTable>(catalogue)).rows;
