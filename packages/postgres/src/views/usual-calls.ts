import type { Instant } from "@siaga/core";
import type { Database } from "../database.ts";

const hour = 3_600_000;
/** So many days must be known before anything is called usual. */
const leastDays = 7;

// Days before the first call of the record are not days without calls.
const median = `
with days as (
  select $2::bigint - day * 86400000::bigint as begins from generate_series(1, 28) day
), counted as (
  select (select count(*) from calls c where c.centre_id = $1 and not c.test
             and c.arrived_at >= begins and c.arrived_at < begins + ${hour}) as calls
    from days
   where begins + ${hour} > (select min(arrived_at) from calls where centre_id = $1 and not test)
)
select percentile_cont(0.5) within group (order by calls) as calls, count(*) as days from counted`;

/** Calls in ten minutes that are usual in this hour: the median of the same hour in the last four weeks; null: not known. */
export async function usualCalls(database: Database, centreId: string, at: Instant): Promise<number | null> {
  const { rows } = await database.query<{ calls: number | null; days: number }>(median, [centreId, at - (at % hour)]);
  const { calls = null, days = 0 } = rows[0] ?? {};
  return calls === null || days < leastDays ? null : calls / 6;
}
