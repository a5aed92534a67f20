import { batch, happened } from "./batch.ts";

const of = (name: string): string => `(payload -> 'quality' ->> '${name}')::double precision`;

const measured = `
with told as (
  select payload ->> 'call' as call, ${happened} as measured_at, seq, ${of("mosIn")} as mos_in, ${of("mosOut")} as mos_out,
         ${of("lossIn")} as loss_in, ${of("lossOut")} as loss_out, ${of("jitterIn")} as jitter_in,
         ${of("jitterOut")} as jitter_out, ${of("roundTrip")} as round_trip, ${of("delay")} as delay,
         ${of("concealed")} as concealed
    from ${batch("audio.measured")})
insert into line_quality (centre_id, call, measured_at, mos_in, mos_out, loss_in, loss_out, jitter_in, jitter_out,
                          round_trip, delay, concealed)
select distinct on (call) $1, call, measured_at, mos_in, mos_out, loss_in, loss_out, jitter_in, jitter_out, round_trip,
       delay, concealed
  from told order by call, least(coalesce(mos_in, 5), coalesce(mos_out, 5)), seq
on conflict (centre_id, call) do update
  set measured_at = excluded.measured_at, mos_in = excluded.mos_in, mos_out = excluded.mos_out,
      loss_in = excluded.loss_in, loss_out = excluded.loss_out, jitter_in = excluded.jitter_in,
      jitter_out = excluded.jitter_out, round_trip = excluded.round_trip, delay = excluded.delay,
      concealed = excluded.concealed
  where excluded.worst < line_quality.worst`;

export const lineQualityStatements = [measured] as const;
