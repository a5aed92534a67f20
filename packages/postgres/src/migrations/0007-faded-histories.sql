-- What a number's earlier calls were, faded: half of each is gone after every half-life. Bounded: what is older than twelve
-- half-lives weighs less than 1/4000, and of each kind the latest 200 say all that can be said.

create index calls_labelled on calls (centre_id, caller_id, arrived_at desc) include (classification)
  where classification is not null and not test;

create function faded_histories(
  centre text, callers text[], moment bigint,
  nuisance_labels text[], nuisance_half_life bigint, genuine_labels text[], genuine_half_life bigint)
returns table (caller_id text, nuisance double precision, genuine double precision)
language sql stable as $$
  select one.caller, against.faded, favour.faded
    from unnest(callers) as one (caller)
   cross join lateral (
     select coalesce(sum(power(0.5, greatest(0, moment - c.arrived_at)::double precision / nuisance_half_life)), 0) as faded
       from (select arrived_at from calls
              where centre_id = centre and caller_id = one.caller and not test and classification is not null
                and classification = any (nuisance_labels) and arrived_at >= moment - 12 * nuisance_half_life
              order by arrived_at desc limit 200) c
   ) against
   cross join lateral (
     select coalesce(sum(power(0.5, greatest(0, moment - c.arrived_at)::double precision / genuine_half_life)), 0) as faded
       from (select arrived_at from calls
              where centre_id = centre and caller_id = one.caller and not test and classification is not null
                and classification = any (genuine_labels) and arrived_at >= moment - 12 * genuine_half_life
              order by arrived_at desc limit 200) c
   ) favour
$$;
