import type { Duration } from "@siaga/core";
import type { Database } from "../database.ts";

/** A promise taken to be kept. Whoever performs it is idempotent on `key`. */
export type Due = { readonly key: string; readonly effect: unknown; readonly attempts: number };

/** Promises of the log (agency messages): kept at least once, by one taker at a time. */
export interface Outbox {
  /** Takes at most `limit` due promises; one neither done nor retried within `hold` ms comes back. */
  take(limit: number, hold: Duration): Promise<readonly Due[]>;
  done(keys: readonly string[]): Promise<void>;
  /** It did not work; due again after `wait` ms. */
  retry(key: string, wait: Duration): Promise<void>;
}

const takeDue = `
update outbox set attempts = attempts + 1, next_at = clock_timestamp() + $3 * interval '1 millisecond'
 where centre_id = $1 and key in (
   select key from outbox
    where centre_id = $1 and done_at is null and next_at <= clock_timestamp()
    order by next_at limit $2 for update skip locked)
returning key, effect, attempts`;

const doneThem = "update outbox set done_at = clock_timestamp() where centre_id = $1 and key = any($2)";
const retryOne = `
update outbox set next_at = clock_timestamp() + $3 * interval '1 millisecond'
 where centre_id = $1 and key = $2 and done_at is null`;

export const openOutbox = (database: Database, centreId: string): Outbox => ({
  async take(limit, hold) {
    return (await database.query<Due>(takeDue, [centreId, limit, hold])).rows;
  },
  async done(keys) {
    await database.query(doneThem, [centreId, [...keys]]);
  },
  async retry(key, wait) {
    await database.query(retryOne, [centreId, key, wait]);
  },
});
