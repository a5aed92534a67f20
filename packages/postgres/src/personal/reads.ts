import type { Instant, OperatorId } from "@siaga/core";
import type { Database } from "../database.ts";

/** One reading of what belongs to a person, or an act on it. */
export type Read = {
  readonly at: Instant;
  readonly operator: OperatorId;
  /** Null when there is no such account any more. */
  readonly name: string | null;
  readonly what: string;
  readonly subject: string;
  /** The number people know an incident by; null for every other subject. */
  readonly incident: number | null;
};

/** The audit of readings, as it is shown to whoever answers for it. */
export interface Reads {
  /** Those at or after `at`, newest first, at most `limit`. */
  since(at: Instant, limit: number): Promise<readonly Read[]>;
}

const newest = `
select r.at, r.operator, o.name, r.what, r.subject, i.number as incident
  from reads r
  left join operators o on o.centre_id = r.centre_id and o.id = r.operator
  left join incidents i on i.centre_id = r.centre_id and i.id = r.subject
 where r.centre_id = $1 and r.at >= $2
 order by r.at desc, r.id desc limit $3`;

/** The readings of one centre, with the names and incident numbers people know. */
export const openReads = (database: Database, centreId: string): Reads => ({
  since: async (at, limit) => (await database.query<Read>(newest, [centreId, at, limit])).rows,
});
