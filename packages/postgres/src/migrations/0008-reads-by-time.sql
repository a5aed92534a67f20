-- The list of readings is asked for by days.

create index reads_by_time on reads (centre_id, at);

comment on table reads is
  'Whole numbers unmasked, recordings played, stories of incidents opened, test marks taken off: who, what, when. '
  'What stands on the room''s live board is seen by all who work there and is not written here.';
