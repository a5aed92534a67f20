import assert from "node:assert/strict";
import { test } from "node:test";
import { type CentreEvent, countEvent, emptyLedger, type EventBody } from "@siaga/core";
import fc from "fast-check";
import { openDatabase } from "../database.ts";
import { openTestRecord, query, startTestDatabases } from "../test-database.ts";
import { openProjection } from "./projection.ts";

const freshDatabase = await startTestDatabases();
const tables = [
  "calls",
  "recordings",
  "line_quality",
  "incidents",
  "incident_calls",
  "timeline",
  "dispatches",
  "callbacks",
  "ledger",
];

async function leader(url: string) {
  const record = await openTestRecord(url);
  await record.lease.take("here", 0);
  return record;
}
const rowsOf = async (url: string): Promise<unknown[]> =>
  Promise.all(
    tables.map((table) => query(url, `select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`)),
  );

type Step = (call: string, at: number) => EventBody;
const place = { area: "36.73.01.1001", point: null, spoken: "p-1" };
const heard = {
  mosIn: 4,
  mosOut: null,
  lossIn: 0.5,
  lossOut: null,
  jitterIn: 3,
  jitterOut: null,
  roundTrip: null,
  delay: 40,
  concealed: 0,
};
const life: readonly Step[] = [
  (call) => ({
    type: "call.admitted",
    call,
    line: "112",
    trunk: "t",
    caller: { kind: "number", id: `n-${call.length}` },
    history: null,
    test: call.endsWith("0"),
  }),
  (call) => ({ type: "call.announced", call, prompt: "welcome-wait" }),
  (call) => ({ type: "call.answered", call, desk: "meja-1", operator: "sari", waited: 900 }),
  (call) => ({
    type: "incident.opened",
    incident: `i-${call}`,
    number: 1,
    call,
    operator: "sari",
    incidentType: "kebakaran",
    priority: 1,
    place,
    narrative: null,
    test: false,
  }),
  (call) => ({ type: "incident.amended", incident: `i-${call}`, operator: "sari", priority: 2 }),
  (call) => ({
    type: "dispatch.sent",
    dispatch: `d-${call}`,
    incident: `i-${call}`,
    agency: "damkar",
    operator: "sari",
  }),
  (call) => ({ type: "dispatch.delivered", dispatch: `d-${call}`, incident: `i-${call}`, agency: "damkar" }),
  (call) => ({
    type: "incident.amended",
    incident: `i-${call}`,
    operator: "sari",
    incidentType: "banjir",
    narrative: "p-2",
  }),
  (call) => ({
    type: "dispatch.declined",
    dispatch: `d-${call}`,
    incident: `i-${call}`,
    agency: "damkar",
    by: "damkar",
    reason: "p-3",
  }),
  (call) => ({
    type: "call.ended",
    call,
    outcome: "answered",
    by: "caller",
    code: null,
    waited: 900,
    talked: 5_000,
    test: call.endsWith("0"),
  }),
  (call) => ({ type: "call.classified", call, operator: "sari", classification: "prank", by: "operator" }),
  (call) => ({ type: "classification.undone", call, operator: "sari", was: "prank" }),
  (call) => ({ type: "recording.kept", call, sha256: "ab", duration: 5_900, file: `${call}.wav` }),
  (call) => ({ type: "call.classified", call, operator: null, classification: "unclear", by: "policy" }),
  (call) => ({ type: "callback.opened", callback: call, because: "abandoned_in_queue" }),
  (call) => ({
    type: "callback.dialled",
    callback: call,
    outgoing: `o-${call}`,
    desk: "meja-1",
    operator: "sari",
    attempt: 1,
  }),
  (call) => ({ type: "callback.answered", callback: call, outgoing: `o-${call}` }),
  (call) => ({ type: "callback.closed", callback: call, operator: "sari", reason: "reached" }),
  (call) => ({ type: "incident.closed", incident: `i-${call}`, operator: "sari", disposition: "handled" }),
  (call, at) => ({
    type: "audio.measured",
    call,
    quality: { ...heard, mosIn: 1 + ((at * 7) % 34) / 10, mosOut: at % 3 === 0 ? null : 4.2 },
  }),
  (call) => ({ type: "audio.measured", call, quality: { ...heard, mosIn: 3.3, mosOut: null } }),
];

/** Calls living side by side: each draw moves one of them a step further; some facts are told late. */
const histories = fc
  .array(fc.record({ call: fc.integer({ min: 0, max: 11 }), late: fc.boolean() }), { minLength: 140, maxLength: 220 })
  .map((draws) => {
    const reached = new Map<number, number>();
    return draws.flatMap(({ call, late }, at): CentreEvent[] => {
      const step = reached.get(call) ?? 0;
      reached.set(call, step + 1);
      const body = life[step]?.(`call-${call}`, at);
      return body === undefined ? [] : [{ ...body, at: at * 10, ...(late && { occurredAt: at * 10 - 7 }) }];
    });
  });

test("the rows are the same whatever was folded together, and the ledger is the core's", async () => {
  const [events] = fc.sample(histories, { numRuns: 1, seed: 112 });
  assert.ok(events !== undefined && events.length > 100);
  const url = await freshDatabase();
  const record = await leader(url);
  await record.log.append({ events, promised: [] });

  const database = openDatabase(url, 1, 30_000);
  const seen: unknown[] = [];
  for (const step of [1, 7, 2_000]) {
    await query(url, `truncate projection_head, ${tables.join(", ")}`);
    assert.equal(await openProjection(database, "serang", () => {}, step).project(), events.length);
    seen.push(await rowsOf(url));
  }
  await openProjection(database, "serang", () => {}, 11).rebuildViews();
  seen.push(await rowsOf(url));
  await database.end();
  for (const rows of seen) assert.deepEqual(rows, seen[0]);

  const ledger = emptyLedger();
  for (const event of events) countEvent(ledger, event);
  assert.deepEqual(await record.views.ledger(), { seq: events.length, ledger });
});

test("a call, its incident and its dispatch read as they happened, right after the append", async () => {
  const record = await leader(await freshDatabase());
  const events = life.map((step, at): CentreEvent => ({ ...step("call-1", at), at }));
  await record.log.append({ events, promised: [] });

  assert.deepEqual(await record.views.call("call-1"), {
    id: "call-1",
    line: "112",
    trunk: "t",
    caller: "n-6",
    test: false,
    arrivedAt: 0,
    announcedAt: 1,
    answeredAt: 2,
    endedAt: 9,
    outcome: "answered",
    classification: "unclear",
    classifiedBy: "policy",
    desk: "meja-1",
    operator: "sari",
    elsewhere: null,
    history: null,
    recording: { file: "call-1.wav", sha256: "ab", duration: 5_900 },
  });
  assert.deepEqual(await record.views.incident("i-call-1"), {
    id: "i-call-1",
    number: 1,
    incidentType: "banjir",
    priority: 2,
    place,
    narrative: "p-2",
    operator: "sari",
    openedAt: 3,
    closedAt: 18,
    disposition: "handled",
    test: false,
    dispatches: [
      {
        id: "d-call-1",
        agency: "damkar",
        state: "declined",
        since: 8,
        sentAt: 5,
        times: { sent: 5, delivered: 6, declined: 8 },
        actedBy: "damkar",
        reason: "p-3",
      },
    ],
  });
  assert.deepEqual(
    await record.views.eventsOfIncident("i-call-1"),
    events.filter((event) => "incident" in event),
  );
  assert.deepEqual(
    (await record.views.callsOfIncident("i-call-1")).map(({ id }) => id),
    ["call-1"],
  );
  assert.deepEqual(
    (await record.views.reviewList(5)).map(({ id }) => id),
    ["call-1"],
  );
  assert.deepEqual(await record.views.callList({ before: 0, limit: 5 }), []);
  assert.equal((await record.views.callList({ limit: 5 })).length, 1);
  assert.equal((await record.views.incidentList({ limit: 5 })).length, 1);
  assert.deepEqual(
    [await record.views.call("none"), await record.views.incident("none"), await record.views.eventsOfIncident("none")],
    [null, null, []],
  );
});

test("a caller's history counts days in the city's zone, genuine reports for ever, and no test calls", async () => {
  const record = await leader(await freshDatabase());
  const now = Date.parse("2026-11-24T01:00:00+07:00");
  const hours = (count: number): number => now - count * 3_600_000;
  const call = (id: string, at: number, classification: "silent" | "emergency" | null, test = false): CentreEvent[] => [
    {
      type: "call.admitted",
      at,
      call: id,
      line: "112",
      trunk: "t",
      caller: { kind: "number", id: "n" },
      history: null,
      test,
    },
    ...(classification === null
      ? []
      : [{ type: "call.classified", at, call: id, operator: "sari", classification, by: "operator" } as const]),
  ];
  const events = [
    call("old", hours(24 * 60), "emergency"),
    call("recent", hours(48), "silent"),
    call("yesterday", hours(2), "silent"),
    call("test", hours(0.2), "silent", true),
    call("today", hours(0.5), null),
  ].flat();
  await record.log.append({ events, promised: [] });
  await record.projection.project();

  assert.deepEqual(await record.histories.of("n", now), {
    callsToday: 1,
    calls30Days: 3,
    classified: { silent: 2 },
    genuine: { count: 1, lastAt: hours(24 * 60) },
  });
  assert.deepEqual(await record.histories.of("nobody", now), {
    callsToday: 0,
    calls30Days: 0,
    classified: {},
    genuine: { count: 0, lastAt: null },
  });
  await record.log.append({ events: call("again", now, null), promised: [] });
  await record.projection.project();
  assert.equal((await record.histories.of("n", now)).callsToday, 2);
});

test("the follower folds by itself and goes on after the database was away", async () => {
  const url = await freshDatabase();
  const record = await leader(url);
  await query(url, "alter table projection_head rename to gone");
  const failures: Error[] = [];
  const follower = record.projection.follow(20, (error) => void failures.push(error));
  const until = async (condition: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 500 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(condition());
  };
  await record.log.append({ events: [{ type: "call.queued", at: 1, call: "a" }], promised: [] });
  await until(() => failures.length > 0);
  await query(url, "alter table gone rename to projection_head");
  await until(() => record.projection.reached() === 1);
  follower.stop();
});

test("the calls that could be heard worst come first, each once, and a better measurement of the same call hides nothing", async () => {
  const record = await leader(await freshDatabase());
  const admitted = life[0];
  assert.ok(admitted !== undefined);
  const measured = (call: string, mosIn: number | null, mosOut: number | null): EventBody => ({
    type: "audio.measured",
    call,
    quality: { ...heard, mosIn, mosOut },
  });
  const said = [
    ...["good", "bad", "late", "mute"].map((call) => admitted(call, 0)),
    measured("good", 4.3, 4.2),
    measured("bad", 4.3, 2.2),
    measured("bad", 4.4, 4.4),
    measured("mute", null, null),
    measured("late", 3.2, null),
  ];
  await record.log.append({ events: said.map((body, at) => ({ ...body, at })), promised: [] });
  const worst = await record.views.worstLines(0, 10);
  assert.deepEqual(
    worst.map(({ call, quality }) => [call, quality.mosIn, quality.mosOut]),
    [
      ["bad", 4.3, 2.2],
      ["late", 3.2, null],
      ["good", 4.3, 4.2],
    ],
  );
  assert.equal((await record.views.worstLines(8, 10)).length, 1, "only what was measured since");
});
