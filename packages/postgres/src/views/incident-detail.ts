import type { CentreEvent, IncidentId } from "@siaga/core";
import type { Database } from "../database.ts";

const story = `
select e.at, e.type, e.payload
  from timeline t join events e on e.centre_id = t.centre_id and e.seq = t.seq
 where t.centre_id = $1 and t.incident = $2
 order by t.seq`;

/** The log's events of one incident and its dispatches, oldest first; empty when there is no such incident. */
export async function eventsOfIncident(
  database: Database,
  centreId: string,
  incident: IncidentId,
): Promise<CentreEvent[]> {
  const { rows } = await database.query<{ at: number; type: string; payload: object }>(story, [centreId, incident]);
  return rows.map(({ at, type, payload }) => ({ type, at, ...payload }) as unknown as CentreEvent);
}
