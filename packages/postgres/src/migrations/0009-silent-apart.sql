-- Silence and children's calls are counted apart from what is meant to annoy: they weigh together only so much.

drop function faded_histories(text, text[], bigint, text[], bigint, text[], bigint);

create function faded_labels(
  centre text, caller text, moment bigint, labels text[], half_life bigint)
returns double precision
language sql stable as $$
  select coalesce(sum(power(0.5, greatest(0, moment - c.arrived_at)::double precision / half_life)), 0)
    from (select arrived_at from calls
           where centre_id = centre and caller_id = caller and not test and classification is not null
             and classification = any (labels) and arrived_at >= moment - 12 * half_life
           order by arrived_at desc limit 200) c
$$;

create function faded_histories(
  centre text, callers text[], moment bigint, meant_labels text[], silent_labels text[], nuisance_half_life bigint,
  genuine_labels text[], genuine_half_life bigint)
returns table (caller_id text, meant double precision, silent double precision, genuine double precision)
language sql stable as $$
  select one.caller,
         faded_labels(centre, one.caller, moment, meant_labels, nuisance_half_life),
         faded_labels(centre, one.caller, moment, silent_labels, nuisance_half_life),
         faded_labels(centre, one.caller, moment, genuine_labels, genuine_half_life)
    from unnest(callers) as one (caller)
$$;
