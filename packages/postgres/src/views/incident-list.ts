import type {
  DispatchId,
  DispatchState,
  AgencyId,
  IncidentId,
  IncidentPlace,
  Instant,
  OperatorId,
  PersonalId,
  Priority,
} from "@siaga/core";
import type { Database } from "../database.ts";

/** One incident with its dispatches, open or closed. */
export type IncidentRecord = {
  readonly id: IncidentId;
  readonly number: number;
  readonly incidentType: string;
  readonly priority: Priority;
  readonly place: IncidentPlace;
  readonly narrative: PersonalId | null;
  readonly operator: OperatorId;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly disposition: string | null;
  readonly test: boolean;
  readonly dispatches: readonly DispatchRecord[];
};
export type DispatchRecord = {
  readonly id: DispatchId;
  readonly agency: AgencyId;
  readonly state: DispatchState;
  readonly since: Instant;
  readonly sentAt: Instant;
  /** When each state began. */
  readonly times: Readonly<Partial<Record<DispatchState, Instant>>>;
  readonly actedBy: OperatorId | null;
  readonly reason: PersonalId | null;
};

const columns = `
select i.id, i.number, i.incident_type as "incidentType", i.priority, i.place, i.narrative, i.operator,
       i.opened_at as "openedAt", i.closed_at as "closedAt", i.disposition, i.test,
       coalesce((select json_agg(json_build_object('id', d.id, 'agency', d.agency, 'state', d.state, 'since', d.since,
                  'sentAt', d.sent_at, 'times', d.times, 'actedBy', d.acted_by, 'reason', d.reason) order by d.sent_at, d.id)
                   from dispatches d where d.centre_id = i.centre_id and d.incident = i.id), '[]') as dispatches
  from incidents i`;
const newest = `${columns} where i.centre_id = $1 and i.opened_at < $2 order by i.opened_at desc, i.id desc limit $3`;
const one = `${columns} where i.centre_id = $1 and i.id = $2`;

/** Newest first. */
export const incidentList = async (database: Database, centreId: string, before: Instant, limit: number) =>
  (await database.query<IncidentRecord>(newest, [centreId, before, limit])).rows;

/** Null when there is no such incident. */
export const incidentRecord = async (database: Database, centreId: string, incident: IncidentId) =>
  (await database.query<IncidentRecord>(one, [centreId, incident])).rows[0] ?? null;
