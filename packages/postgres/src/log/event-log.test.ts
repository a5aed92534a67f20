import assert from "node:assert/strict";
import { test } from "node:test";
import type { CentreEvent } from "@siaga/core";
import { openDatabase } from "../database.ts";
import { openTestRecord, query, startTestDatabases } from "../test-database.ts";
import { openEventLog } from "./event-log.ts";
import { genesis } from "./chain.ts";
import type { Writer } from "./writer.ts";

const freshDatabase = await startTestDatabases();
const queued = (at: number): CentreEvent => ({ type: "call.queued", at, call: `call-${at}` });
const batch = (...ats: readonly number[]) => ({ events: ats.map(queued), promised: [] });

async function leader(url: string, holder = "here", centreId = "serang") {
  const record = await openTestRecord(url, centreId);
  const taken = await record.lease.take(holder, 0);
  assert.ok(taken !== null);
  return { ...record, epoch: taken.epoch };
}

test("events come back in order, exactly as appended", async () => {
  const record = await leader(await freshDatabase());
  const late: CentreEvent = {
    type: "call.ended",
    at: 9,
    occurredAt: 4,
    call: "b",
    outcome: "answered",
    by: "caller",
    code: null,
    waited: 0.5,
    talked: 1e-7,
    test: false,
  };
  assert.deepEqual(await record.log.append({ events: [queued(1), late], promised: [] }), { ok: true, seq: 2 });
  const stored = [];
  for await (const one of record.log.read(0)) stored.push(one);
  assert.deepEqual(stored, [
    { seq: 1, event: queued(1) },
    { seq: 2, event: late },
  ]);
  assert.equal((await record.log.head()).seq, 2);
});

test("a writer that was replaced is fenced and writes nothing", async () => {
  const url = await freshDatabase();
  const old = await leader(url, "first");
  await old.log.append(batch(1));
  await query(url, "update lease set renewed_at = renewed_at - interval '1 minute'");
  const young = await leader(url, "second");

  assert.equal(young.epoch, old.epoch + 1);
  assert.deepEqual(await old.log.append(batch(2)), { ok: false, code: "fenced" });
  assert.equal(await old.lease.renew(old.epoch, 0), false);
  assert.deepEqual(await young.log.append(batch(3)), { ok: true, seq: 2 });
  assert.deepEqual((await young.verifyChain()).ok, true);
});

test("a fresh lease is nobody else's, and its own holder's again at once", async () => {
  const url = await freshDatabase();
  const first = await leader(url, "meja");
  const other = await openTestRecord(url);
  assert.equal(await other.lease.take("elsewhere", 0), null);
  assert.deepEqual(await other.lease.take("meja", 0), { epoch: first.epoch + 1 });
});

test("two writers of one epoch cannot fork the chain", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  const database = openDatabase(url, 1, 5_000);
  const writer: Writer = { standing: { epoch: record.epoch, seq: 0, hash: genesis } };
  const twin = openEventLog(database, database, "serang", writer);
  const fates = await Promise.all([record.log.append(batch(1)), twin.append(batch(2))]);
  await database.end();
  assert.deepEqual(fates.map((fate) => fate.ok).toSorted(), [false, true]);
  assert.equal((await record.log.head()).seq, 1);
});

test("an append whose answer was lost is not written twice", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await record.log.append(batch(1));
  const { hash } = (await query<{ hash: Buffer }>(url, "select hash from log_head"))[0] ?? { hash: genesis };
  const database = openDatabase(url, 1, 5_000);
  const writer: Writer = { standing: { epoch: record.epoch, seq: 1, hash } };
  const log = openEventLog(database, database, "serang", writer);

  // The database has 2 and 3; this process was never told.
  await record.log.append({ events: [queued(2), queued(3)], promised: [{ key: "a", effect: 1 }] });
  assert.deepEqual(
    await log.append({
      events: [2, 3, 4].map(queued),
      promised: [
        { key: "a", effect: 1 },
        { key: "b", effect: 2 },
      ],
    }),
    { ok: true, seq: 4 },
  );
  assert.deepEqual(await log.append(batch(5)), { ok: true, seq: 5 });
  await database.end();
  const report = await record.verifyChain();
  assert.ok(report.ok && report.events === 5);
  assert.deepEqual(await query(url, "select key from outbox order by key"), [{ key: "a" }, { key: "b" }]);
});

test("a batch behind one that failed does not overtake it", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await query(url, "alter table log_head rename to log_head_away");
  const [first, second] = await Promise.allSettled([record.log.append(batch(1)), record.log.append(batch(2))]);
  await query(url, "alter table log_head_away rename to log_head");
  assert.deepEqual([first.status, second.status], ["rejected", "rejected"]);
  assert.deepEqual(await record.log.append(batch(1, 2)), { ok: true, seq: 2 });
});

test("the database refuses to change, remove or empty the log", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await record.log.append(batch(1));
  for (const sql of [
    "update events set at = 0",
    "delete from events",
    "truncate events",
    "truncate events_000000",
    "delete from events_000000",
  ])
    await assert.rejects(query(url, sql), /append-only/, sql);
});

test("an audit finds a changed and a missing event", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await record.log.append(batch(1, 2, 3));
  await query(
    url,
    `begin; set local session_replication_role = replica; update events set payload = '{"call":"forged"}' where seq = 2; commit`,
  );
  const changed = await record.verifyChain();
  assert.deepEqual([changed.ok, !changed.ok && changed.seq], [false, 2]);
  await query(url, "begin; set local session_replication_role = replica; delete from events where seq = 2; commit");
  const missing = await record.verifyChain();
  assert.ok(!missing.ok && /Event 2 is missing/.test(missing.sentence));
});

test("the log grows past a million events, and two cities share one database", async () => {
  const url = await freshDatabase();
  const serang = await leader(url);
  const cilegon = await leader(url, "here", "cilegon");
  await query(url, "update log_head set seq = 2999998 where centre_id = 'serang'");
  const record = await leader(url);
  assert.deepEqual(await record.log.append(batch(1, 2, 3)), { ok: true, seq: 3000001 });
  assert.deepEqual(await cilegon.log.append(batch(1)), { ok: true, seq: 1 });
  assert.deepEqual(await serang.log.append(batch(1)), { ok: false, code: "fenced" });
});

test("a promise is taken by one taker at a time until it is kept", async () => {
  const record = await leader(await freshDatabase());
  const promised = ["a", "b", "c", "d"].map((key) => ({ key, effect: { type: "dispatch.send", dispatch: key } }));
  await record.log.append({ events: [queued(1)], promised });
  const [one, two] = await Promise.all([record.outbox.take(2, 60_000), record.outbox.take(2, 60_000)]);
  assert.deepEqual([...one, ...two].map((due) => due.key).toSorted(), ["a", "b", "c", "d"]);
  assert.deepEqual(await record.outbox.take(9, 60_000), []);

  await record.outbox.retry("b", 0);
  await record.outbox.done(["a", "c", "d"]);
  assert.deepEqual(await record.outbox.take(9, 0), [{ key: "b", effect: promised[1]?.effect, attempts: 2 }]);
});

test("a snapshot of a later log than there is is not used", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await record.log.append(batch(1, 2, 3, 4, 5));
  for (const seq of [1, 2, 3, 4, 9]) await record.snapshots.save(seq, JSON.stringify({ seq, text: "a\0" }));
  assert.deepEqual(await record.snapshots.latest(), { seq: 4, snapshot: { seq: 4, text: "a\uFFFD" } });
  assert.deepEqual(await query(url, "select seq::int from snapshots order by seq"), [
    { seq: 3 },
    { seq: 4 },
    { seq: 9 },
  ]);
});
