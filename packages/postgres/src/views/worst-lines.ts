import type { CallId, DeskId, Instant, LineQuality } from "@siaga/core";
import type { Database } from "../database.ts";

/** A call that is over and how well it could be heard. */
export type LineRecord = {
  readonly call: CallId;
  readonly line: string;
  readonly trunk: string;
  readonly arrivedAt: Instant;
  readonly desk: DeskId | null;
  readonly quality: LineQuality;
};

const worst = `
select q.call, c.line, c.trunk, c.arrived_at as "arrivedAt", c.desk,
       json_build_object('mosIn', q.mos_in, 'mosOut', q.mos_out, 'lossIn', q.loss_in, 'lossOut', q.loss_out,
                         'jitterIn', q.jitter_in, 'jitterOut', q.jitter_out, 'roundTrip', q.round_trip,
                         'delay', q.delay, 'concealed', q.concealed) as quality
  from line_quality q join calls c on c.centre_id = q.centre_id and c.id = q.call
 where q.centre_id = $1 and q.measured_at >= $2 and q.worst < 5
 order by q.worst, q.measured_at desc limit $3`;

/** The calls since then that could be heard worst, worst first. */
export const worstLines = async (database: Database, centreId: string, since: Instant, limit: number) =>
  (await database.query<LineRecord>(worst, [centreId, since, limit])).rows;
