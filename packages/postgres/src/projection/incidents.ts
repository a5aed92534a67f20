import type { EventType } from "@siaga/core";
import { batch, happened, last } from "./batch.ts";

const opened = `
insert into incidents (centre_id, id, number, incident_type, priority, place, narrative, operator, opened_at, test)
select $1, payload ->> 'incident', (payload ->> 'number')::integer, payload ->> 'incidentType',
       (payload ->> 'priority')::integer, payload -> 'place', payload ->> 'narrative', payload ->> 'operator',
       ${happened}, (payload ->> 'test')::boolean
  from ${batch("incident.opened")}
on conflict do nothing`;

const amended = `
with facts as (
  select payload ->> 'incident' as incident,
         ${last("payload ->> 'incidentType'", "payload ? 'incidentType'")} as incident_type,
         ${last("(payload ->> 'priority')::integer", "payload ? 'priority'")} as priority,
         ${last("payload -> 'place'", "payload ? 'place'")} as place,
         ${last("payload ->> 'narrative'", "payload ? 'narrative'")} as narrative
    from ${batch("incident.amended")}
   group by 1)
update incidents set
  incident_type = coalesce(facts.incident_type, incidents.incident_type),
  priority = coalesce(facts.priority, incidents.priority),
  place = coalesce(facts.place, incidents.place),
  narrative = coalesce(facts.narrative, incidents.narrative)
from facts where incidents.centre_id = $1 and incidents.id = facts.incident`;

const closed = `
update incidents set closed_at = ${happened}, closed_by = payload ->> 'operator', disposition = payload ->> 'disposition'
  from ${batch("incident.closed")}
 where incidents.centre_id = $1 and incidents.id = payload ->> 'incident'`;

const linked = `
insert into incident_calls (centre_id, incident, call, linked_at)
select distinct on (payload ->> 'incident', payload ->> 'call') $1, payload ->> 'incident', payload ->> 'call', ${happened}
  from ${batch("incident.opened", "incident.call-linked")}
 where payload ->> 'call' is not null
 order by payload ->> 'incident', payload ->> 'call', seq
on conflict do nothing`;

const told: readonly EventType[] = [
  "incident.opened",
  "incident.amended",
  "incident.noted",
  "incident.call-linked",
  "incident.closed",
  "dispatch.sent",
  "dispatch.delivered",
  "dispatch.acknowledged",
  "dispatch.declined",
  "dispatch.en-route",
  "dispatch.on-scene",
  "dispatch.cleared",
];
const timeline = `
insert into timeline (centre_id, incident, seq)
select $1, payload ->> 'incident', seq from ${batch(...told)}
on conflict do nothing`;

/** In order: an incident is there before what happened to it. */
export const incidentStatements = [opened, amended, closed, linked, timeline] as const;
