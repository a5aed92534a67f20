import type { CentreEvent } from "@siaga/core";
import { type Database, sqlState } from "../database.ts";
import type { EventLog, Fenced, Promised, Stored } from "../record.ts";
import { canonicalStorable } from "./canonical.ts";
import { forge, genesis, type Link } from "./chain.ts";
import type { Writer } from "./writer.ts";

type Batch = { readonly events: readonly CentreEvent[]; readonly promised: readonly Promised[] };
type Appended = { readonly ok: true; readonly seq: number } | Fenced;

const fenced: Fenced = { ok: false, code: "fenced" };
const pageSize = 1_000;
/** SQLSTATE check_violation: no partition for this number yet. */
const noPartition = "23514";
const duplicate = new Set(["42P07", "23505", "42710"]);

/**
 * @param writing a pool of one connection, so that an append never waits behind a screen's query
 * @param reading for pages of the log
 */
export function openEventLog(writing: Database, reading: Database, centreId: string, writer: Writer): EventLog {
  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;

  return {
    append(batch) {
      const asked = failures;
      const done = last.then(async () => {
        // A batch behind a failed one must not overtake it: its author sends both again, in order.
        if (failures !== asked) throw new Error("an earlier batch did not reach the database");
        return appendTo(writing, centreId, writer, batch);
      });
      last = done.catch(() => void failures++);
      return done;
    },
    read: (after) => readFrom(reading, centreId, after),
    async head() {
      const { rows } = await reading.query<Head>(readHead, [centreId]);
      const { seq, hash, epoch } = rows[0] ?? { seq: 0, hash: genesis, epoch: 0 };
      return { seq, hash: hash.toString("hex"), epoch };
    },
  };
}

type Head = { readonly seq: number; readonly hash: Buffer; readonly epoch: number };
const readHead = "select seq, hash, epoch from log_head where centre_id = $1";

async function appendTo(database: Database, centreId: string, writer: Writer, batch: Batch): Promise<Appended> {
  const { standing } = writer;
  if (standing === null) throw new Error("the lease must be taken before the log can be appended to");
  if (batch.events.length === 0 && batch.promised.length === 0) return { ok: true, seq: standing.seq };

  const links = forgeAll(standing.hash, centreId, standing.seq, batch.events);
  const hash = links.at(-1)?.hash ?? standing.hash;
  const reached = await write(database, centreId, standing, links, hash, batch.promised);
  if (reached === null) return reconcile(database, centreId, writer, links, batch);
  await prepareAhead(database, standing.seq, reached);
  writer.standing = { epoch: standing.epoch, seq: reached, hash };
  return { ok: true, seq: reached };
}

/**
 * The head is not where we left it: another writer leads, or an append whose answer was lost had reached the disk.
 * The chain tells them apart: events of ours already there are not written twice.
 */
async function reconcile(
  database: Database,
  centreId: string,
  writer: Writer,
  links: readonly Link[],
  batch: Batch,
): Promise<Appended> {
  const { standing } = writer;
  const head = (await database.query<Head>(readHead, [centreId])).rows[0];
  if (standing === null || head === undefined || head.epoch !== standing.epoch) return fenced;
  const stored = head.seq - standing.seq;
  if (stored <= 0 || !links[stored - 1]?.hash.equals(head.hash)) return fenced;
  writer.standing = { epoch: head.epoch, seq: head.seq, hash: head.hash };
  if (stored === links.length) return { ok: true, seq: head.seq };
  return appendTo(database, centreId, writer, { events: batch.events.slice(stored), promised: batch.promised });
}

function forgeAll(previous: Buffer, centreId: string, seq: number, events: readonly CentreEvent[]): Link[] {
  let before = previous;
  return events.map((event, index) => {
    const link = forge(before, centreId, seq + index + 1, event);
    before = link.hash;
    return link;
  });
}

const appendThem = "select append_events($1, $2, $3, $4, $5::jsonb, $6::jsonb) as reached";

async function write(
  database: Database,
  centreId: string,
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
  links: readonly Link[],
  hash: Buffer,
  promised: readonly Promised[],
): Promise<number | null> {
  const values = [centreId, epoch, seq, hash, rowsOf(links), canonicalStorable(promised)];
  const append = async () =>
    (await database.query<{ reached: number | null }>(appendThem, values)).rows[0]?.reached ?? null;
  try {
    return await append();
  } catch (error) {
    if (sqlState(error) !== noPartition) throw error;
    await prepare(database, seq + links.length);
    return append();
  }
}

const rowsOf = (links: readonly Link[]): string =>
  `[${links.map(({ at, type, payload, hash }) => `{"at":${at},"type":${JSON.stringify(type)},"payload":${payload},"hash":"${hash.toString("hex")}"}`).join(",")}]`;

/** Another centre of the same database may make the same partition at the same moment. */
async function prepare(database: Database, upto: number): Promise<void> {
  await database.query("select prepare_events($1)", [upto]).catch((error: unknown) => {
    if (!duplicate.has(sqlState(error) ?? "")) throw error;
  });
}

/** Half a partition ahead, once in half a million events, off the durable path of the batch itself. */
async function prepareAhead(database: Database, before: number, reached: number): Promise<void> {
  const half = 500_000;
  if (Math.floor(before / half) !== Math.floor(reached / half))
    await prepare(database, reached + 2 * half).catch(() => {});
}

const readPage = `select seq, at, type, payload from events where centre_id = $1 and seq > $2 order by seq limit ${pageSize}`;

async function* readFrom(database: Database, centreId: string, after: number): AsyncGenerator<Stored> {
  for (let seq = after; ;) {
    const { rows } = await database.query<{ seq: number; at: number; type: string; payload: object }>(readPage, [
      centreId,
      seq,
    ]);
    for (const { seq: number, at, type, payload } of rows)
      yield { seq: number, event: { type, at, ...payload } as unknown as CentreEvent };
    if (rows.length < pageSize) return;
    seq = rows.at(-1)?.seq ?? seq;
  }
}
