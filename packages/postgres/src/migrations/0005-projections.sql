-- Rows for screens and reports, folded from the log behind it; always the same rows when folded again.

create table projection_head (
  centre_id text   primary key,
  seq       bigint not null               -- the last event folded into the tables below
);

create table calls (
  centre_id           text    not null,
  id                  text    not null,
  line                text    not null,
  trunk               text    not null,
  caller_id           text,
  test                boolean not null,
  history             jsonb,
  arrived_at          bigint  not null,
  announced_at        bigint,
  overdue_at          bigint,
  answered_at         bigint,
  desk                text,
  operator            text,
  elsewhere_at        bigint,
  elsewhere           text,
  ended_at            bigint,
  outcome             text,
  ended_by            text,
  code                integer,
  waited              bigint,
  talked              bigint,
  classification      text,
  classified_at       bigint,
  classified_by       text,
  classified_operator text,
  primary key (centre_id, id)
);
create index calls_by_arrival on calls (centre_id, arrived_at desc);
create index calls_by_caller on calls (centre_id, caller_id, arrived_at) include (classification, test);
create index calls_genuine on calls (centre_id, caller_id, arrived_at)
  where classification in ('emergency', 'non-emergency') and not test;
create index calls_to_review on calls (centre_id, arrived_at desc) where classification = 'unclear';

create table recordings (
  centre_id text   not null,
  call      text   not null,
  file      text   not null,
  sha256    text   not null,
  duration  bigint not null,
  kept_at   bigint not null,
  primary key (centre_id, call)
);

create table incidents (
  centre_id     text    not null,
  id            text    not null,
  number        integer not null,
  incident_type text    not null,
  priority      integer not null,
  place         jsonb   not null,
  area          text    generated always as (place ->> 'area') stored,
  narrative     text,
  operator      text    not null,
  opened_at     bigint  not null,
  test          boolean not null,
  closed_at     bigint,
  closed_by     text,
  disposition   text,
  primary key (centre_id, id)
);
create index incidents_by_opening on incidents (centre_id, opened_at desc);

create table incident_calls (
  centre_id text   not null,
  incident  text   not null,
  call      text   not null,
  linked_at bigint not null,
  primary key (centre_id, incident, call)
);
create index incident_calls_by_call on incident_calls (centre_id, call);

-- Which events make an incident's story.
create table timeline (
  centre_id text   not null,
  incident  text   not null,
  seq       bigint not null,
  primary key (centre_id, incident, seq)
);

create table dispatches (
  centre_id text   not null,
  id        text   not null,
  incident  text   not null,
  agency    text   not null,
  operator  text   not null,
  sent_at   bigint not null,
  state     text   not null,
  since     bigint not null,
  times     jsonb  not null,
  acted_by  text,
  reason    text,
  primary key (centre_id, id)
);
create index dispatches_by_incident on dispatches (centre_id, incident);
create index dispatches_by_agency on dispatches (centre_id, agency, sent_at desc);

create table callbacks (
  centre_id   text    not null,
  id          text    not null,           -- the call it answers
  because     text    not null,
  opened_at   bigint  not null,
  attempts    integer not null default 0,
  outgoing    text,
  operator    text,
  answered_at bigint,
  closed_at   bigint,
  reason      text,
  primary key (centre_id, id)
);

-- The published counts: `incoming`, `tests` and one row an outcome.
create table ledger (
  centre_id text   not null,
  name      text   not null,
  calls     bigint not null,
  primary key (centre_id, name)
);

-- What is known of callers, for the calls of one moment. Test calls are excluded; a day begins at midnight of the zone.
create function caller_histories(centre text, callers text[], moment bigint, zone text)
returns table (caller_id text, calls bigint, today bigint, classified jsonb, reports bigint, last_at bigint)
language plpgsql stable as $$
#variable_conflict use_column
declare
  midnight constant bigint := extract(epoch from date_trunc('day', to_timestamp(moment / 1000.0) at time zone zone) at time zone zone) * 1000;
  month    constant bigint := moment - 30::bigint * 24 * 3600 * 1000;
begin
  return query
  with counted as (
    select c.caller_id, c.classification, count(*) as calls, count(*) filter (where c.arrived_at >= midnight) as today
      from calls c
     where c.centre_id = centre and c.caller_id = any (callers) and not c.test and c.arrived_at >= month
     group by 1, 2
  ), recent as (
    select r.caller_id, sum(r.calls)::bigint as calls, sum(r.today)::bigint as today,
           jsonb_object_agg(r.classification, r.calls) filter (where r.classification is not null) as classified
      from counted r group by 1
  ), genuine as (
    select c.caller_id, count(*) as reports, max(c.arrived_at) as last_at
      from calls c
     where c.centre_id = centre and c.caller_id = any (callers) and not c.test
       and c.classification in ('emergency', 'non-emergency')
     group by 1
  )
  select caller_id, coalesce(recent.calls, 0), coalesce(recent.today, 0), coalesce(recent.classified, '{}'),
         coalesce(genuine.reports, 0), genuine.last_at
    from recent full join genuine using (caller_id);
end $$;
