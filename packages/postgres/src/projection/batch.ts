import type { EventType } from "@siaga/core";

/** When it happened: a fact told late keeps its own time. */
export const happened = "coalesce((payload ->> 'occurredAt')::bigint, at)";

/** The events of some types after $2 up to $3 of centre $1. */
export const batch = (...types: readonly EventType[]): string =>
  `(select * from events where centre_id = $1 and seq > $2 and seq <= $3 and type in (${types.map((type) => `'${type}'`).join(", ")})) as happening`;

/** The latest value in a group, of the rows where `condition` holds. */
export const last = (value: string, condition: string): string =>
  `(array_agg(${value} order by seq desc) filter (where ${condition}))[1]`;
