import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type CentreEvent, reconciles } from "@siaga/core";
import { type Record, type RunningPostgres, startPostgres } from "@siaga/postgres";
import { arrival } from "../rehearsal/calls.ts";
import { openRehearsal, until } from "../rehearsal/open-rehearsal.ts";

async function database(t: TestContext): Promise<{ url: string; stop(): Promise<void>; start(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-away-"));
  let running = await begin(dataDir);
  t.after(async () => {
    await running.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: running.url,
    stop: () => running.stop(),
    async start() {
      running = await begin(dataDir);
    },
  };
}

async function begin(dataDir: string): Promise<RunningPostgres> {
  const started = await startPostgres({ dataDir });
  assert.ok(started.ok);
  return started;
}

async function logOf(record: Record): Promise<CentreEvent[]> {
  const events: CentreEvent[] = [];
  for await (const { event } of record.log.read(0)) events.push(event);
  return events;
}

const admittedIn = (events: readonly CentreEvent[]): string[] =>
  events.flatMap((event) => (event.type === "call.admitted" ? event.call : []));

test("with the database gone calls still ring, are journalled, and enter the log in order once it is back", async (t) => {
  const postgres = await database(t);
  const room = await openRehearsal({ url: postgres.url });
  t.after(() => room.close());
  const { exchange, leading, record } = room;
  exchange.report(arrival("before"), "+6281");
  await until("the first rings", () => exchange.asked("call.ring").length === 1);
  const empty = statSync(room.journalFile).size;
  await postgres.stop();

  for (let index = 0; index < 20; index += 1) exchange.report(arrival(`away-${index}`), `+62813000${index}`);
  await until("all ring without a database", () => exchange.asked("call.ring").length === 21);
  assert.equal(leading.centre.vitals().record, "journal");
  assert.ok(statSync(room.journalFile).size > empty);
  await until("screens are told", () =>
    Object.values(leading.live.board().alarms).some(({ alarm }) => alarm === "record-journalling"),
  );
  exchange.report({ type: "call.hung-up", call: "away-3" });
  await until("the end is kept", () => exchange.kept() === 22);

  await postgres.start();
  await until("the record is whole", () => leading.centre.vitals().record === "database");
  await until("screens are told again", () =>
    Object.keys(leading.live.board().alarms).every((key) => !key.includes("journal")),
  );
  const events = await logOf(record);
  assert.deepEqual(admittedIn(events), ["before", ...Array.from({ length: 20 }, (_, index) => `away-${index}`)]);
  assert.equal(events.length, leading.centre.vitals().seq);
  assert.equal((await record.verifyChain()).ok, true);
  assert.ok(reconciles(leading.centre.ledger()));
  assert.equal(statSync(room.journalFile).size, empty);
  const callers = events.flatMap((event) =>
    event.type === "call.admitted" && event.caller.kind === "number" ? event.caller.id : [],
  );
  const numbers = await record.personal.read(callers);
  assert.equal(numbers.get(callers[1] ?? ""), "+628130000");
  await until("promised numbers are told", () => numbers.size === callers.length);
});

test("a centre that dies while the database is gone brings its journal into the log when it leads again", async (t) => {
  const postgres = await database(t);
  const room = await openRehearsal({ url: postgres.url });
  t.after(() => room.exchange.close());
  const { exchange, leading } = room;
  exchange.report(arrival("before"), "+6281");
  await until("the first rings", () => exchange.asked("call.ring").length === 1);
  await postgres.stop();
  exchange.report(arrival("away"), "+6282");
  await until("it rings", () => exchange.asked("call.ring").length === 2);
  const { seq } = leading.centre.vitals();
  exchange.hello = {
    held: ["before", "away"].map((call) => ({
      call,
      arrivedAt: 0,
      signalling: "ringing",
      joinedDesk: null,
      outgoing: false,
    })),
  };
  await room.stop();

  await postgres.start();
  const back = await room.again();
  t.after(() => back.stop());
  assert.deepEqual(admittedIn(await logOf(back.record)), ["before", "away"]);
  assert.ok(back.leading.centre.vitals().seq >= seq);
  assert.equal(back.leading.centre.ledger().incoming, 2);
  assert.equal((await back.record.verifyChain()).ok, true);
});
