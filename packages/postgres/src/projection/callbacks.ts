import { batch, happened, last } from "./batch.ts";

const opened = `
insert into callbacks (centre_id, id, because, opened_at)
select $1, payload ->> 'callback', payload ->> 'because', ${happened} from ${batch("callback.opened")}
on conflict do nothing`;

const tried = `
with facts as (
  select payload ->> 'callback' as callback,
         max((payload ->> 'attempt')::integer) as attempts,
         ${last("payload ->> 'outgoing'", "type = 'callback.dialled'")} as outgoing,
         ${last("payload ->> 'operator'", "payload ->> 'operator' is not null")} as operator,
         min(${happened}) filter (where type = 'callback.answered') as answered_at,
         max(${happened}) filter (where type = 'callback.closed') as closed_at,
         ${last("payload ->> 'reason'", "type = 'callback.closed'")} as reason
    from ${batch("callback.dialled", "callback.answered", "callback.closed")}
   group by 1)
update callbacks set
  attempts = greatest(callbacks.attempts, facts.attempts),
  outgoing = coalesce(facts.outgoing, callbacks.outgoing),
  operator = coalesce(facts.operator, callbacks.operator),
  answered_at = coalesce(callbacks.answered_at, facts.answered_at),
  closed_at = coalesce(facts.closed_at, callbacks.closed_at),
  reason = coalesce(facts.reason, callbacks.reason)
from facts where callbacks.centre_id = $1 and callbacks.id = facts.callback`;

export const callbackStatements = [opened, tried] as const;
