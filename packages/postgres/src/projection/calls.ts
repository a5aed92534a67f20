import { batch, happened, last } from "./batch.ts";

const admitted = `
insert into calls (centre_id, id, line, trunk, caller_id, test, history, arrived_at)
select $1, payload ->> 'call', payload ->> 'line', payload ->> 'trunk', payload -> 'caller' ->> 'id',
       (payload ->> 'test')::boolean, nullif(payload -> 'history', 'null'), ${happened}
  from ${batch("call.admitted")}
on conflict do nothing`;

const changed = `
with facts as (
  select payload ->> 'call' as call,
         min(${happened}) filter (where type = 'call.announced') as announced_at,
         min(${happened}) filter (where type = 'call.overdue') as overdue_at,
         min(${happened}) filter (where type = 'call.answered') as answered_at,
         ${last("payload ->> 'desk'", "type = 'call.answered'")} as desk,
         ${last("payload ->> 'operator'", "type = 'call.answered'")} as operator,
         min(${happened}) filter (where type = 'call.answered-elsewhere') as elsewhere_at,
         ${last("payload ->> 'target'", "type = 'call.answered-elsewhere'")} as elsewhere
    from ${batch("call.announced", "call.overdue", "call.answered", "call.answered-elsewhere")}
   group by 1)
update calls set
  announced_at = coalesce(calls.announced_at, facts.announced_at),
  overdue_at = coalesce(calls.overdue_at, facts.overdue_at),
  answered_at = coalesce(calls.answered_at, facts.answered_at),
  desk = coalesce(facts.desk, calls.desk),
  operator = coalesce(facts.operator, calls.operator),
  elsewhere_at = coalesce(calls.elsewhere_at, facts.elsewhere_at),
  elsewhere = coalesce(facts.elsewhere, calls.elsewhere)
from facts where calls.centre_id = $1 and calls.id = facts.call`;

const ended = `
update calls set ended_at = ${happened}, outcome = payload ->> 'outcome', ended_by = payload ->> 'by',
       code = (payload ->> 'code')::integer, waited = (payload ->> 'waited')::bigint, talked = (payload ->> 'talked')::bigint
  from ${batch("call.ended")}
 where calls.centre_id = $1 and calls.id = payload ->> 'call'`;

// An undone classification leaves none: what happened last stands.
const classified = `
with latest as (
  select distinct on (payload ->> 'call') payload ->> 'call' as call, type, payload, ${happened} as happened
    from ${batch("call.classified", "classification.undone")}
   order by payload ->> 'call', seq desc)
update calls set
  classification = case latest.type when 'call.classified' then latest.payload ->> 'classification' end,
  classified_at = case latest.type when 'call.classified' then latest.happened end,
  classified_by = case latest.type when 'call.classified' then latest.payload ->> 'by' end,
  classified_operator = case latest.type when 'call.classified' then latest.payload ->> 'operator' end
from latest where calls.centre_id = $1 and calls.id = latest.call`;

const recorded = `
insert into recordings (centre_id, call, file, sha256, duration, kept_at)
select distinct on (payload ->> 'call') $1, payload ->> 'call', payload ->> 'file', payload ->> 'sha256',
       (payload ->> 'duration')::bigint, ${happened}
  from ${batch("recording.kept")}
 order by payload ->> 'call', seq desc
on conflict (centre_id, call) do update
  set file = excluded.file, sha256 = excluded.sha256, duration = excluded.duration, kept_at = excluded.kept_at`;

const counted = `
insert into ledger (centre_id, name, calls)
select $1, case when type = 'call.ended' then payload ->> 'outcome'
                when (payload ->> 'test')::boolean then 'tests' else 'incoming' end, count(*)
  from ${batch("call.admitted", "call.ended")}
 where type = 'call.admitted' or not (payload ->> 'test')::boolean
 group by 2
on conflict (centre_id, name) do update set calls = ledger.calls + excluded.calls`;

/** In order: a call is there before what happened to it. */
export const callStatements = [admitted, changed, ended, classified, recorded, counted] as const;
