-- How well each call could be heard: the worst measurement of a call whose audio was opened more than once.
-- Mean opinion scores from 1 to 4.4 (ITU-T G.107); loss in percent; the rest in ms. `*_in`: what we heard of the caller.

create table line_quality (
  centre_id   text             not null,
  call        text             not null,
  measured_at bigint           not null,
  mos_in      double precision,
  mos_out     double precision,
  loss_in     double precision not null,
  loss_out    double precision,
  jitter_in   double precision not null,
  jitter_out  double precision,
  round_trip  double precision,
  delay       double precision not null,
  concealed   double precision not null,
  -- The worse of both directions; 5 where nothing could be measured.
  worst       double precision generated always as (least(coalesce(mos_in, 5), coalesce(mos_out, 5))) stored,
  primary key (centre_id, call)
);
create index line_quality_worst on line_quality (centre_id, measured_at, worst);
