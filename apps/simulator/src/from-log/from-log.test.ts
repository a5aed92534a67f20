import assert from "node:assert/strict";
import { test } from "node:test";
import { type CentreEvent, type Classification, type EventBody } from "@siaga/core";
import { readScenario } from "../scenario-file/read.ts";
import { openLogReader } from "./from-log.ts";

const hour = 3_600_000;
const midnight = Date.parse("2026-10-01T00:00:00+07:00");
const days = { from: midnight, to: midnight + 2 * 24 * hour, ahead: 7 * hour };

/** The log of one call: arrived, spoken to for a minute, ten seconds of writing. */
function call(id: string, at: number, caller: string | null, classification: Classification): CentreEvent[] {
  const body: [number, EventBody][] = [
    [
      0,
      {
        type: "call.admitted",
        call: id,
        line: "112",
        trunk: "carrier",
        caller: caller === null ? { kind: "withheld" } : { kind: "number", id: caller },
        history: null,
        test: false,
      },
    ],
    [
      65_000,
      {
        type: "call.ended",
        call: id,
        outcome: "answered",
        by: "operator",
        code: null,
        waited: 5_000,
        talked: 60_000,
        test: false,
      },
    ],
    [75_000, { type: "call.classified", call: id, operator: "op", classification, by: "operator" }],
    [75_000, { type: "operator.wrapped-up", operator: "op", desk: "meja-1", call: id, lapsed: false }],
  ];
  return body.map(([after, event]) => ({ ...event, at: at + after }));
}

const gaveUp = (id: string, at: number, caller: string): CentreEvent[] => [
  call(id, at, caller, "unclear")[0]!,
  {
    type: "call.ended",
    call: id,
    outcome: "abandoned_in_queue",
    by: "caller",
    code: null,
    waited: 20_000,
    talked: 0,
    test: false,
    at: at + 20_000,
  },
];

const seat = (desk: string, at: number): CentreEvent => ({
  type: "operator.signed-in",
  operator: desk,
  desk,
  role: "call-taker",
  at,
});

test("a city's own record becomes a scenario it can play again, and holds nobody's number", () => {
  const reader = openLogReader(days);
  const log: CentreEvent[] = [seat("meja-1", midnight - hour), seat("meja-2", midnight - hour)];
  for (let number = 0; number < 40; number += 1) {
    const at = midnight + 8 * hour + number * 80_000;
    log.push(
      ...call(`call-${number}`, at, number % 4 === 0 ? null : `person-${number}`, number < 10 ? "emergency" : "prank"),
    );
  }
  log.push({ type: "operator.signed-out", operator: "meja-2", desk: "meja-2", at: midnight + 36 * hour });
  for (const event of log) reader.read(event);
  const read = reader.file("october");
  assert.ok(read.ok);
  assert.ok(readScenario(read.file).ok);
  assert.doesNotMatch(JSON.stringify(read.file), /person-|call-/);
  const [real] = read.file.callers!;
  assert.equal(real!.class, "real");
  assert.ok(Math.abs((real!.perHour as number[]).reduce((sum, rate) => sum + rate, 0) - 5) < 0.01, "ten in two days");
  assert.deepEqual(read.file.classes!.prank!.service, { mean: 70, cv: 0.1 });
  assert.equal((read.file.operators as number[])[3], 2);
});

test("who dials again after giving up counts once, and patience counts those who were answered too", () => {
  const reader = openLogReader(days);
  const log = call("help", midnight, "person-1", "emergency");
  for (let number = 0; number < 30; number += 1)
    log.push(...gaveUp(`call-${number}`, midnight + hour + number * 40_000, "person-2"));
  for (const event of log) reader.read(event);
  const read = reader.file("october");
  assert.ok(read.ok);
  const firsts = (read.file.callers![0]!.perHour as number[]).reduce((sum, rate) => sum + rate, 0) * 2;
  assert.ok(Math.abs(firsts - 2) < 0.01);
  assert.deepEqual(read.file.classes!.real!.patience, { mean: 20, cv: 1 });
});

test("days without an emergency are said to hold nothing to measure", () => {
  const read = openLogReader(days).file("empty");
  assert.ok(!read.ok && /no call classified as an emergency/.test(read.sentence));
});
