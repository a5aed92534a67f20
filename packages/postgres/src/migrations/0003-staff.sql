-- Who works here, and their open sessions. Instants are ms since 1970-01-01T00:00:00Z by the centre's clock.

create table operators (
  centre_id     text        not null,
  id            text        not null,
  username      text        not null,
  name          text        not null,
  role          text        not null,
  agency        text,
  language      text        not null default 'id',
  shift         text,
  password_hash text        not null,
  active        boolean     not null default true,
  created_at    timestamptz not null default now(),
  primary key (centre_id, id)
);
create unique index operators_by_username on operators (centre_id, lower(username));

create table sessions (
  centre_id    text   not null,
  token_hash   text   not null,
  operator     text   not null,
  desk         text,
  created_at   bigint not null,
  expires_at   bigint not null,
  last_seen_at bigint not null,
  user_agent   text,
  primary key (centre_id, token_hash)
);
create index sessions_of_operator on sessions (centre_id, operator);
