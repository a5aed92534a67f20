import type {
  CallerHistory,
  CallId,
  Classification,
  DeskId,
  Instant,
  OperatorId,
  Outcome,
  PersonalId,
} from "@siaga/core";
import type { Database } from "../database.ts";

/** One call as lists and its own page show it. Numbers and names are the presenter's to find. */
export type CallRecord = {
  readonly id: CallId;
  readonly line: string;
  readonly trunk: string;
  /** Null when withheld. */
  readonly caller: PersonalId | null;
  readonly test: boolean;
  readonly arrivedAt: Instant;
  readonly announcedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly outcome: Outcome | null;
  readonly classification: Classification | null;
  /** `policy` when a lapsed wrap-up left it unclear. */
  readonly classifiedBy: "operator" | "policy" | null;
  readonly desk: DeskId | null;
  readonly operator: OperatorId | null;
  /** Name of the fallback that answered. */
  readonly elsewhere: string | null;
  readonly recording: { readonly file: string; readonly sha256: string; readonly duration: number } | null;
  readonly history: CallerHistory | null;
};

const columns = `
select c.id, c.line, c.trunk, c.caller_id as caller, c.test, c.arrived_at as "arrivedAt", c.announced_at as "announcedAt",
       c.answered_at as "answeredAt", c.ended_at as "endedAt", c.outcome, c.classification,
       c.classified_by as "classifiedBy", c.desk, c.operator, c.elsewhere, c.history,
       case when r.call is not null
            then json_build_object('file', r.file, 'sha256', r.sha256, 'duration', r.duration) end as recording
  from calls c left join recordings r on r.centre_id = c.centre_id and r.call = c.id`;

const newest = `${columns} where c.centre_id = $1 and c.arrived_at < $2 order by c.arrived_at desc, c.id desc limit $3`;
const one = `${columns} where c.centre_id = $1 and c.id = $2`;
const ofIncident = `${columns} join incident_calls i on i.centre_id = c.centre_id and i.call = c.id
 where c.centre_id = $1 and i.incident = $2 order by c.arrived_at`;
const unclear = `${columns} where c.centre_id = $1 and c.classification = 'unclear' order by c.arrived_at desc limit $2`;

/** Newest first. */
export const callList = async (database: Database, centreId: string, before: Instant, limit: number) =>
  (await database.query<CallRecord>(newest, [centreId, before, limit])).rows;

/** Null when there is no such call. */
export const callRecord = async (database: Database, centreId: string, call: CallId) =>
  (await database.query<CallRecord>(one, [centreId, call])).rows[0] ?? null;

/** Every call linked to the incident, oldest first. */
export const callsOfIncident = async (database: Database, centreId: string, incident: string) =>
  (await database.query<CallRecord>(ofIncident, [centreId, incident])).rows;

/** The review list *belum jelas*: calls whose wrap-up lapsed, newest first. */
export const reviewList = async (database: Database, centreId: string, limit: number) =>
  (await database.query<CallRecord>(unclear, [centreId, limit])).rows;
