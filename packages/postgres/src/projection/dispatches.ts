import { batch, happened, last } from "./batch.ts";

const sent = `
insert into dispatches (centre_id, id, incident, agency, operator, sent_at, state, since, times)
select $1, payload ->> 'dispatch', payload ->> 'incident', payload ->> 'agency', payload ->> 'operator',
       ${happened}, 'sent', ${happened}, jsonb_build_object('sent', ${happened})
  from ${batch("dispatch.sent")}
on conflict do nothing`;

/** The event's second word is the state it leads to. */
const state = "substr(type, length('dispatch.') + 1)";

const moved = `
with facts as (
  select payload ->> 'dispatch' as dispatch,
         ${last(state, "true")} as state,
         ${last(happened, "true")} as since,
         jsonb_object_agg(${state}, ${happened} order by seq) as times,
         ${last("payload ->> 'by'", "payload ? 'by'")} as acted_by,
         ${last("payload ->> 'reason'", "type = 'dispatch.declined'")} as reason
    from ${batch("dispatch.delivered", "dispatch.acknowledged", "dispatch.declined", "dispatch.en-route", "dispatch.on-scene", "dispatch.cleared")}
   group by 1)
update dispatches set
  state = facts.state, since = facts.since, times = dispatches.times || facts.times,
  acted_by = coalesce(facts.acted_by, dispatches.acted_by), reason = coalesce(facts.reason, dispatches.reason)
from facts where dispatches.centre_id = $1 and dispatches.id = facts.dispatch`;

export const dispatchStatements = [sent, moved] as const;
