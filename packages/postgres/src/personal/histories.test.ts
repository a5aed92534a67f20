import assert from "node:assert/strict";
import { test } from "node:test";
import type { CentreEvent, Classification } from "@siaga/core";
import { openTestRecord, query, startTestDatabases } from "../test-database.ts";

const freshDatabase = await startTestDatabases();
const leader = async (url: string) => {
  const record = await openTestRecord(url);
  await record.lease.take("here", 0);
  return record;
};
const day = 86_400_000;
const memory = { nuisanceHalfLife: 3 * day, genuineHalfLife: 90 * day, silentMost: 10 };

test("what a number's calls were fades: nuisance within days, genuine reports within months; tests and undone labels never count", async () => {
  const record = await leader(await freshDatabase());
  const now = 400 * day;
  const call = (id: string, caller: string, daysAgo: number, label: Classification, test = false): CentreEvent[] => {
    const at = now - daysAgo * day;
    const from = { line: "112", trunk: "t", caller: { kind: "number", id: caller }, history: null, test } as const;
    return [
      { type: "call.admitted", at, call: id, ...from },
      { type: "call.classified", at, call: id, operator: "sari", classification: label, by: "operator" },
    ];
  };
  const undone: CentreEvent = {
    type: "classification.undone",
    at: now,
    call: "undone",
    operator: "sari",
    was: "prank",
  };
  const events = [
    ...["silent", "prank", "child", "harassment"].flatMap((label, place) =>
      call(`nuisance-${place}`, "n", 3, label as Classification),
    ),
    ...["emergency", "non-emergency", "information"].flatMap((label, place) =>
      call(`genuine-${place}`, "n", 180, label as Classification),
    ),
    ...["doubtful", "disconnected", "misdial", "unclear"].flatMap((label, place) =>
      call(`neither-${place}`, "n", 1, label as Classification),
    ),
    ...call("test", "n", 0, "prank", true),
    ...call("undone", "n", 0, "prank"),
    undone,
    ...call("long-ago", "asked-once", 90, "information"),
  ];
  await record.log.append({ events, promised: [] });
  await record.projection.project();

  const of = async (caller: string, at = now, by = memory) => (await record.histories.of(caller, at, by)).faded;
  assert.deepEqual(await of("n"), { nuisance: 2, genuine: 0.75 });
  assert.deepEqual(await of("n", now, { ...memory, nuisanceHalfLife: 1.5 * day }), { nuisance: 1, genuine: 0.75 });
  assert.deepEqual(await of("n", now + 90 * day), { nuisance: 0, genuine: 0.375 });
  assert.deepEqual(await of("n", now, { ...memory, silentMost: 0.6 }), { nuisance: 1.6, genuine: 0.75 });
  assert.deepEqual(await of("asked-once"), { nuisance: 0, genuine: 0.5 });
  assert.equal(await of("nobody"), undefined);
  assert.equal((await record.histories.of("n", now)).faded, undefined);
});

test("a number that called ten thousand times is known by its latest calls alone", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await query(
    url,
    `insert into calls (centre_id, id, line, trunk, caller_id, test, arrived_at, classification)
     select 'serang', 'c' || n, '112', 't', 'n', false, ${40 * day} - n * 60000, 'prank' from generate_series(1, 10000) n`,
  );
  const { faded } = await record.histories.of("n", 40 * day, memory);
  assert.ok(faded !== undefined && faded.nuisance > 195 && faded.nuisance <= 200);
  assert.equal(faded.genuine, 0);
});

test("what is usual is the median of the same hour in the last four weeks, and unknown in a new city", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  const hour = 3_600_000;
  const now = 100 * day + 20 * hour + 600_000;
  const calls = (daysAgo: number, many: number) =>
    query(
      url,
      `insert into calls (centre_id, id, line, trunk, test, arrived_at)
       select 'serang', 'd${daysAgo}-' || n, '112', 't', false, ${now - daysAgo * day} + n from generate_series(1, ${many}) n`,
    );
  for (const daysAgo of [1, 2, 3]) await calls(daysAgo, 60);
  assert.equal(await record.views.usualCalls(now), null);
  for (const daysAgo of [5, 6, 7]) await calls(daysAgo, 12);
  await calls(8, 300);
  // Of eight days one had no call in this hour: the median is between 12 and 60.
  assert.equal(await record.views.usualCalls(now), 6);
  assert.equal(await record.views.usualCalls(now + 3 * hour), 0);
});
