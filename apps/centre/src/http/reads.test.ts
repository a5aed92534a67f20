import assert from "node:assert/strict";
import { test } from "node:test";
import type { Actor } from "../policies/actor.ts";
import { openReadsLog } from "./reads.ts";

const actor = (operator: string): Actor => ({
  operator,
  name: operator,
  role: "supervisor",
  agency: null,
  language: "id",
});

test("an incident left open on a screen is one reading for half an hour, for each person who reads it", async () => {
  let now = 0;
  const rows: string[] = [];
  const audit = async ({ by, what, subject, at }: { by: string; what: string; subject: string; at: number }) =>
    void rows.push(`${by} ${what} ${subject} ${at}`);
  const reads = openReadsLog({ audit }, { now: () => now });

  for (; now < 30 * 60_000; now += 10_000) await reads.writeOnce(actor("ani"), "incident", "inc-1");
  await reads.writeOnce(actor("ani"), "incident", "inc-1");
  await reads.writeOnce(actor("budi"), "incident", "inc-1");
  await reads.writeOnce(actor("ani"), "incident", "inc-2");
  assert.deepEqual(rows, [
    "ani incident inc-1 0",
    "ani incident inc-1 1800000",
    "budi incident inc-1 1800000",
    "ani incident inc-2 1800000",
  ]);
});

test("every whole number and every recording is a reading of its own", async () => {
  let rows = 0;
  const reads = openReadsLog({ audit: async () => void rows++ }, { now: () => 0 });
  for (let times = 0; times < 3; times++) await reads.write(actor("ani"), "unmask", "call-1");
  assert.equal(rows, 3);
});

test("a reading that could not be written is not shown, and is tried again", async () => {
  let isAway = true;
  let rows = 0;
  const audit = async (): Promise<void> => {
    if (isAway) throw new Error("the record is away");
    rows++;
  };
  const reads = openReadsLog({ audit }, { now: () => 0 });
  await assert.rejects(reads.writeOnce(actor("ani"), "incident", "inc-1"));
  isAway = false;
  await reads.writeOnce(actor("ani"), "incident", "inc-1");
  assert.equal(rows, 1);
});
