-- Numbers, words and places of people: apart from the log, each row under a key of its own.

create table personal (
  centre_id   text        not null,
  id          text        not null,
  kind        text        not null,
  ciphertext  bytea,                       -- nonce ‖ AES-256-GCM ‖ tag; null once erased
  wrapped_key bytea,                       -- the row's key under the instance's (AES-KW, RFC 3394); null once erased
  lookup      bytea,                       -- HMAC-SHA256 of the normalised number, where it must be found again
  created_at  timestamptz not null default now(),
  erased_at   timestamptz,
  primary key (centre_id, id)
);
create unique index personal_lookup on personal (centre_id, lookup) where lookup is not null;

-- Every reading of a person's words by a person.
create table reads (
  centre_id text   not null,
  id        bigint generated always as identity,
  at        bigint not null,
  operator  text   not null,
  what      text   not null,
  subject   text   not null,
  primary key (centre_id, id)
);
create index reads_of_subject on reads (centre_id, subject, at);

-- Numbers marked uji: their calls work and never count.
create table test_numbers (
  centre_id text   not null,
  number_id text   not null,
  added_by  text,
  added_at  bigint not null,
  primary key (centre_id, number_id)
);

-- Ids of numbers, made where they are new, in one round trip and with cached plans: every arriving call asks.
-- The commit does not wait for the disk: whatever refers to the id is flushed after it, in the same write-ahead log.
create function number_ids(centre text, lookups bytea[], fresh_ids text[], ciphertexts bytea[], wrapped_keys bytea[])
returns table (id text, lookup bytea) language plpgsql as $$
#variable_conflict use_column
begin
  if (select count(*) from personal p where p.centre_id = centre and p.lookup = any (lookups)) < cardinality(lookups) then
    perform set_config('synchronous_commit', 'off', true);
    -- Sorted, so that two writers lock rows in one order.
    insert into personal (centre_id, id, kind, ciphertext, wrapped_key, lookup)
    select centre, w.id, 'number', w.ciphertext, w.wrapped_key, w.lookup
      from unnest(lookups, fresh_ids, ciphertexts, wrapped_keys) as w (lookup, id, ciphertext, wrapped_key)
     order by w.lookup
    on conflict (centre_id, lookup) where lookup is not null do nothing;
  end if;
  return query select p.id, p.lookup from personal p where p.centre_id = centre and p.lookup = any (lookups);
end $$;
