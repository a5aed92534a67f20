import assert from "node:assert/strict";
import { test } from "node:test";
import type { CentreEvent } from "@siaga/core";
import { openTestRecord, query, startTestDatabases } from "../test-database.ts";
import { type CentreCopy, openCopy } from "./open-copy.ts";
import { CentreExistsError, restoreCopy } from "./restore-copy.ts";
import { verifyCopiedChain } from "./verify-copy.ts";

const freshDatabase = await startTestDatabases();

const callOf = (call: string, at: number): CentreEvent => ({
  type: "call.admitted",
  call,
  line: "112",
  trunk: "t",
  caller: { kind: "withheld" },
  history: null,
  test: false,
  at,
});

/** A centre with a log, projections, personal rows and readings of them. */
async function playedCentre(events: number) {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  await record.lease.take("here", 0);
  const number = await record.personal.numberId("+6281200000001");
  await record.personal.put("narrative", 'Api di dapur \\ "petak"\n\u{1F525}');
  await record.personal.audit({ by: "sari", what: "number", subject: number, at: 5 });
  await record.log.append({
    events: Array.from({ length: events }, (_, at) => callOf(`call-${at}`, at)),
    promised: [{ key: "1:1:0", effect: { to: "damkar" } }],
  });
  await record.projection.project();
  return { url, record };
}

type Lines = ReadonlyMap<string, readonly string[]>;

async function allLines(copy: CentreCopy): Promise<Lines> {
  const lines = new Map<string, readonly string[]>();
  for (const table of copy.tables) {
    const read: string[] = [];
    for await (const page of copy.rows(table)) read.push(...page);
    lines.set(table.name, read);
  }
  await copy.close();
  return lines;
}

async function* once(lines: readonly string[]): AsyncIterable<readonly string[]> {
  yield lines;
}

const restored = (copy: CentreCopy, lines: Lines) => ({
  centreId: "serang",
  migrations: copy.migrations,
  events: copy.head?.seq ?? 0,
  tables: [...lines.keys()],
  rows: (table: string) => once(lines.get(table) ?? []),
});

test("what is copied while calls go on is one moment, and put back elsewhere it is the same to the last byte", async () => {
  const { url, record } = await playedCentre(1_200);
  const copy = await openCopy(url, "serang");
  await record.log.append({ events: [callOf("later", 2_000)], promised: [] });
  const lines = await allLines(copy);
  assert.equal(lines.get("events")?.length, 1_200);
  assert.equal(copy.ledger["incoming"], 1_200);
  const report = await verifyCopiedChain("serang", copy.head, once(lines.get("events") ?? []));
  assert.deepEqual(report, { ok: true, events: 1_200, head: copy.head?.hash });

  const elsewhere = await freshDatabase();
  await restoreCopy(elsewhere, restored(copy, lines));
  assert.deepEqual(await allLines(await openCopy(elsewhere, "serang")), lines);

  const other = await openTestRecord(elsewhere);
  assert.ok((await other.verifyChain()).ok);
  assert.equal((await other.views.ledger()).ledger.incoming, 1_200);
  await other.lease.take("there", Number.MAX_SAFE_INTEGER / 2);
  await other.personal.audit({ by: "sari", what: "number", subject: "x", at: 6 });
  assert.equal((await query(elsewhere, "select from reads")).length, 2, "numbers drawn by the database go on");
});

test("a database that holds this centre's log is never written over", async () => {
  const { url } = await playedCentre(3);
  const copy = await openCopy(url, "serang");
  const lines = await allLines(copy);
  await assert.rejects(restoreCopy(url, restored(copy, lines)), CentreExistsError);
  assert.equal((await query(url, "select from events")).length, 3);
});

test("a database that no centre has opened yet is said so at once", async () => {
  await assert.rejects(openCopy(await freshDatabase(), "serang"), /log_head/);
});

test("a changed, missing or added event is found in the copy itself", async () => {
  const { url } = await playedCentre(5);
  const copy = await openCopy(url, "serang");
  const events = (await allLines(copy)).get("events") ?? [];
  const judge = async (lines: readonly string[]) => {
    const report = await verifyCopiedChain("serang", copy.head, once(lines));
    return report.ok ? "intact" : report.sentence;
  };
  assert.equal(await judge(events), "intact");
  assert.match(await judge(events.with(2, (events[2] ?? "").replace("call-2", "call-9"))), /Event 3 is not what was/);
  assert.match(await judge(events.toSpliced(1, 1)), /Event 2 is missing/);
  assert.match(await judge(events.slice(0, 4)), /Event 5 is missing/);
});
