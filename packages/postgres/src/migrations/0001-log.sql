-- The record itself: an append-only, hash-chained log; its head, its writer's lease, and what was promised with it.

create table events (
  centre_id text   not null,
  seq       bigint not null,
  at        bigint not null,             -- ms since 1970-01-01T00:00:00Z; never goes backwards within a centre
  type      text   not null,
  payload   jsonb  not null,
  hash      bytea  not null,             -- sha256(previous hash ‖ canonical JSON of the row), RFC 8785
  primary key (centre_id, seq)
) partition by range (seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % of % is refused', lower(tg_op), tg_table_name using errcode = '42501';
end $$;

create trigger append_only before update or delete on events for each row execute function refuse_change();
create trigger never_truncated before truncate on events for each statement execute function refuse_change();

-- Partitions go by number, never by time: a wrong clock must not refuse a row.
create function prepare_events(upto bigint) returns void language plpgsql as $$
declare
  width constant bigint := 1000000;
  part  bigint;
  name  text;
begin
  for part in select generate_series(greatest(0, upto / width - 1), upto / width) loop
    name := 'events_' || lpad(part::text, 6, '0');
    if to_regclass(name) is null then
      execute format('create table %I partition of events for values from (%s) to (%s)', name, part * width, (part + 1) * width);
      execute format('create trigger never_truncated before truncate on %I for each statement execute function refuse_change()', name);
    end if;
  end loop;
end $$;

-- One row a centre. Its update is the fence (epoch), the chain's lock (seq) and the group commit in one.
create table log_head (
  centre_id text   primary key,
  seq       bigint not null,
  hash      bytea  not null,
  epoch     bigint not null
);

create table lease (
  centre_id  text        primary key,
  holder     text        not null,
  epoch      bigint      not null,
  renewed_at timestamptz not null
);

create table outbox (
  centre_id  text        not null,
  key        text        not null,
  effect     jsonb       not null,
  attempts   integer     not null default 0,
  next_at    timestamptz not null default now(),
  created_at timestamptz not null default now(),
  done_at    timestamptz,
  primary key (centre_id, key)
);
create index outbox_due on outbox (centre_id, next_at) where done_at is null;

create table snapshots (
  centre_id text        not null,
  seq       bigint      not null,
  snapshot  json        not null,
  taken_at  timestamptz not null default now(),
  primary key (centre_id, seq)
);

-- The whole append in one round trip. Null when another writer leads (epoch) or the chain moved on (seq): nothing is written.
create function append_events(centre text, writer bigint, previous bigint, last_hash bytea, batch jsonb, promised jsonb)
returns bigint language plpgsql as $$
declare
  reached constant bigint := previous + jsonb_array_length(batch);
begin
  update log_head set seq = reached, hash = last_hash
   where log_head.centre_id = centre and log_head.epoch = writer and log_head.seq = previous;
  if not found then return null; end if;

  insert into events (centre_id, seq, at, type, payload, hash)
  select centre, previous + row.n, row.at, row.type, row.payload, decode(row.hash, 'hex')
    from rows from (jsonb_to_recordset(batch) as (at bigint, type text, payload jsonb, hash text))
         with ordinality as row (at, type, payload, hash, n);

  if jsonb_array_length(promised) > 0 then
    insert into outbox (centre_id, key, effect)
    select centre, row.key, row.effect from jsonb_to_recordset(promised) as row (key text, effect jsonb)
    on conflict do nothing;
  end if;
  return reached;
end $$;

-- For people: the log with readable times, and its months in the city's usual zone (WIB).
create view log_by_time as
  select centre_id, seq, to_timestamp(at / 1000.0) as happened_at,
         to_char(to_timestamp(at / 1000.0) at time zone 'Asia/Jakarta', 'YYYY-MM') as month, type, payload
    from events;
