import type { Instant } from "@siaga/core";
import { type CityRecord, openCityRecord } from "./city/city.ts";
import { type Database, openDatabase } from "./database.ts";
import { openEventLog } from "./log/event-log.ts";
import { openLease } from "./log/lease.ts";
import { openOutbox, type Outbox } from "./log/outbox.ts";
import { openSnapshots } from "./log/snapshots.ts";
import { type ChainReport, verifyChain } from "./log/verify.ts";
import type { Writer } from "./log/writer.ts";
import { migrate } from "./migrate.ts";
import { openHistories } from "./personal/histories.ts";
import { openPersonal } from "./personal/personal.ts";
import { openReads, type Reads } from "./personal/reads.ts";
import { openProjection, type Projection } from "./projection/projection.ts";
import type { CallerHistories, EventLog, Lease, Personal, Snapshots } from "./record.ts";
import { openOperators, type Operators } from "./staff/operators.ts";
import { openSessions, type Sessions } from "./staff/sessions.ts";
import { openViews, type Views } from "./views/views.ts";

/** The record of one centre: small ports over one database. */
export type Record = {
  readonly log: EventLog;
  readonly lease: Lease;
  readonly outbox: Outbox;
  readonly snapshots: Snapshots;
  readonly personal: Personal;
  readonly reads: Reads;
  readonly histories: CallerHistories;
  readonly operators: Operators;
  readonly sessions: Sessions;
  readonly city: CityRecord;
  readonly projection: Projection;
  readonly views: Views;
  /** Recomputes the whole chain (`siaga audit verify`). */
  verifyChain(): Promise<ChainReport>;
  health(): Promise<RecordHealth>;
  close(): Promise<void>;
};

/** `clock` is the database's; compare it with your own half of `took` (ms) ago. */
export type RecordHealth = { readonly clock: Instant; readonly took: number; readonly version: string };

export type RecordOptions = {
  readonly url: string;
  readonly centreId: string;
  /** 32 bytes each: wraps the keys of personal rows; HMAC of normalised numbers. */
  readonly keys: { readonly personal: Buffer; readonly lookup: Buffer };
  /** Where a caller's day begins. */
  readonly timeZone?: string;
};

/** Opens the record and brings its database to this release's shape. Rejects when the database cannot be reached. */
export async function openRecord({ url, centreId, keys, timeZone = "Asia/Jakarta" }: RecordOptions): Promise<Record> {
  const writing = openDatabase(url, 1, 10_000);
  const reading = openDatabase(url, 8, 30_000);
  // Folding a long log again may take minutes.
  const folding = openDatabase(url, 1, 3_600_000);
  let closing: Promise<unknown> | null = null;
  const close = async (): Promise<void> => {
    await (closing ??= Promise.all([writing.end(), reading.end(), folding.end()]));
  };
  await migrate(folding).catch(async (error: unknown) => {
    await close();
    throw error;
  });

  const writer: Writer = { standing: null };
  const histories = openHistories(reading, centreId, timeZone);
  const projection = openProjection(folding, centreId, histories.forget);
  const caughtUp = async (): Promise<void> => {
    while (projection.reached() < (writer.standing?.seq ?? 0)) await projection.project();
  };
  return {
    log: openEventLog(writing, reading, centreId, writer),
    lease: openLease(writing, reading, centreId, writer),
    outbox: openOutbox(reading, centreId),
    snapshots: openSnapshots(reading, centreId),
    personal: openPersonal(reading, centreId, keys),
    reads: openReads(reading, centreId),
    histories,
    operators: openOperators(reading, centreId),
    sessions: openSessions(reading, centreId),
    city: openCityRecord(reading, centreId),
    projection,
    views: openViews(reading, centreId, caughtUp),
    verifyChain: () => verifyChain(reading, centreId),
    health: () => healthOf(reading),
    close,
  };
}

async function healthOf(database: Database): Promise<RecordHealth> {
  const asked = performance.now();
  const sql =
    "select (extract(epoch from clock_timestamp()) * 1000)::bigint as clock, current_setting('server_version') as version";
  const { rows } = await database.query<{ clock: number; version: string }>(sql);
  return { clock: rows[0]?.clock ?? 0, took: performance.now() - asked, version: rows[0]?.version ?? "" };
}
