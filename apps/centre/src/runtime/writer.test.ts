import assert from "node:assert/strict";
import { test } from "node:test";
import type { CentreEvent } from "@siaga/core";
import type { EventLog } from "@siaga/postgres";
import { pino } from "pino";
import { until } from "../rehearsal/open-rehearsal.ts";
import { type Batch, type JournalledTurn, openWriter, SupersededError } from "./writer.ts";

type Append = EventLog["append"];
const queued = (call: string): CentreEvent => ({ type: "call.queued", at: 1, call });
const batch = (seq: number): Batch => ({ events: [queued(`call-${seq}`)], promised: [], seq, owed: [] });

/** A writer over a log that answers as told; the journal and what was appended can be looked at. */
function writerOver(append: Append) {
  const journal: JournalledTurn[] = [];
  const alarms: boolean[] = [];
  const numbers: string[] = [];
  let fenced = false;
  const writer = openWriter({
    epoch: 1,
    log: { append },
    journal: {
      append: async (turn) => void journal.push(turn),
      clear: async () => void journal.splice(0),
    },
    keepNumber: async ({ number }) => void numbers.push(number),
    logger: pino({ level: "silent" }),
    appended: () => {},
    fenced: () => void (fenced = true),
    journalling: (on) => void alarms.push(on),
  });
  return { writer, journal, alarms, numbers, fenced: () => fenced };
}

test("an append that answers late holds nobody up and is not written twice", async () => {
  const answer = Promise.withResolvers<void>();
  const written: string[] = [];
  const { writer, journal, alarms } = writerOver(async ({ events }) => {
    if (written.length === 0) {
      written.push("call-1");
      await answer.promise;
      return { ok: true, seq: 1 };
    }
    written.push(...events.map((event) => ("call" in event ? String(event.call) : "")));
    return { ok: true, seq: 2 };
  });
  await writer.write(batch(1));
  assert.equal(writer.mode(), "journal");
  await writer.write(batch(2));
  assert.deepEqual(
    journal.map(({ seq }) => seq),
    [1, 2],
  );

  answer.resolve();
  await until("the record is whole", () => writer.mode() === "database");
  assert.deepEqual(written, ["call-1", "call-2"]);
  assert.deepEqual(alarms, [true, false]);
  assert.equal(journal.length, 0);
});

test("a log that refuses this epoch ends the writer, whatever waits behind", async () => {
  const { writer, journal, fenced } = writerOver(async () => ({ ok: false, code: "fenced" }));
  await assert.rejects(writer.write(batch(1)), SupersededError);
  assert.ok(fenced());
  assert.equal(journal.length, 0);
});

test("a number the record could not be asked about is journalled with its call and told afterwards", async () => {
  const { writer, alarms, numbers, journal } = writerOver(async () => ({ ok: true, seq: 1 }));
  await writer.write({ ...batch(1), owed: [{ id: "drawn-here", number: "+62811" }] });
  await until("the record knows it", () => writer.mode() === "database");
  assert.deepEqual(numbers, ["+62811"]);
  assert.deepEqual(alarms, []);
  assert.equal(journal.length, 0);
});
