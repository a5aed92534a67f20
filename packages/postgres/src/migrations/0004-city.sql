-- What a city is made of. `position` keeps the order its lists were written in.

create table areas (
  centre_id text    not null,
  code      text    not null,             -- Kepmendagri code of a kelurahan
  name      text    not null,
  district  text    not null,
  postcode  text    not null,
  latitude  double precision not null,
  longitude double precision not null,
  position  integer not null,
  primary key (centre_id, code)
);

create table agencies (
  centre_id  text    not null,
  id         text    not null,
  name       text    not null,
  short_name text    not null,
  kind       text    not null,
  phone      text,
  position   integer not null,
  primary key (centre_id, id)
);

create table incident_types (
  centre_id text    not null,
  id        text    not null,
  name      text    not null,
  name_en   text    not null,
  priority  integer not null,
  agencies  jsonb   not null,
  words     jsonb   not null,
  questions jsonb   not null,
  position  integer not null,
  primary key (centre_id, id)
);

create table desks (
  centre_id    text    not null,
  desk         text    not null,
  name         text    not null,
  reserved_for text,
  position     integer not null,
  primary key (centre_id, desk)
);

create table settings (
  centre_id text  not null,
  key       text  not null,
  value     jsonb not null,
  primary key (centre_id, key)
);
