import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "@siaga/contracts/exchange-link";
import {
  type CentreEvent,
  emptyCentre,
  type ExchangeEffect,
  failOpenPolicy,
  type Input,
  normalPolicy,
} from "@siaga/core";
import fc from "fast-check";
import { memoryJournal } from "../testing/house.ts";
import { until } from "../testing/until.ts";
import { type Leader, type LeaderEvent, nextLeader } from "./leader.ts";
import { openOwnBrain, type OwnBrain } from "./own-brain.ts";
import { openPerformed } from "./performed.ts";
import { openRemoteBrain } from "./remote-brain.ts";
import { replayJournal } from "./replay.ts";

const arrived = (call: string, line = "112"): Input => ({
  type: "call.arrived",
  call,
  line,
  trunk: "carrier",
  caller: { kind: "withheld" },
  history: null,
  test: false,
});
const report = (n: number, input: Input): Report => ({ kind: "report", n, at: n, input });
const isTestLine = (line: string): boolean => line === "uji";

/** An own brain on a clock that only the test turns. */
function alone(
  journal = memoryJournal(),
  append = journal.append,
  { wall = () => 1_000, elapsed = () => 0, at = 0 }: { wall?: () => number; elapsed?: () => number; at?: number } = {},
) {
  const performed: ExchangeEffect[] = [];
  const told = { undurable: 0 };
  const brain: OwnBrain = openOwnBrain({
    state: { ...emptyCentre(failOpenPolicy({ ...normalPolicy, ringingLimit: 20 })), at },
    clock: wall,
    elapsed,
    journal: { ...journal, append },
    journalKeeps: 30,
    perform: (effect) => void performed.push(effect),
    isTestLine,
    onUndurable: () => void (told.undurable += 1),
    onBroken: assert.ifError,
  });
  return { brain, performed, told, journal };
}

test("an input is in the journal before the call rings", async () => {
  let atRing = 0;
  const journal = memoryJournal();
  const { brain } = alone(journal, async (entry) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await journal.append(entry);
  });

  brain.accept({ at: 1, input: arrived("a") });
  await brain.freeze();
  atRing = journal.entries.length;

  assert.equal(atRing, 2);
});

test("a disk that does not answer delays a call only briefly, and that is said", async () => {
  const { brain, performed, told } = alone(memoryJournal(), () => new Promise(() => {}));

  brain.accept({ at: 1, input: arrived("a") });
  await brain.freeze();

  assert.equal(performed[0]?.type, "call.ring");
  assert.equal(told.undurable, 2);
});

test("a wall set back an hour since the last word of the centre makes nobody wait longer", async () => {
  const wall = (): number => Date.now() - 3_600_000;
  const { brain, performed } = alone(memoryJournal(), undefined, {
    wall,
    elapsed: () => performance.now(),
    at: Date.now(),
  });
  brain.accept({ at: wall(), input: arrived("a") });
  await until("the caller is told to wait", () => performed.some(({ type }) => type === "call.answer"), 2_000);
  await brain.freeze();
});

test("a call on a test line counts nowhere, also while no centre is there", async () => {
  const { brain } = alone();
  brain.accept({ at: 1, input: arrived("a", "uji") });
  const { facts } = await brain.freeze();

  const admitted = facts.find((fact) => fact.type === "call.admitted");
  assert.equal(admitted?.test, true);
});

test("whatever the own brain was told, its journal leads to the same facts", async () => {
  const calls = ["a", "b", "c"];
  const call = fc.constantFrom(...calls);
  const desk = fc.constantFrom("meja-1", "meja-2");
  const input: fc.Arbitrary<Input> = fc.oneof(
    call.map((id) => arrived(id)),
    call.map((id): Input => ({ type: "call.hung-up", call: id })),
    desk.map((id): Input => ({ type: "operator.signed-in", operator: id, desk: id, role: "call-taker" })),
    desk.map((id): Input => ({ type: "desk.connected", desk: id })),
    desk.map((id): Input => ({ type: "operator.readied", desk: id })),
    fc.tuple(call, desk).map(([id, at]): Input => ({ type: "offer.accepted", call: id, desk: at })),
    fc.tuple(call, desk).map(([id, at]): Input => ({ type: "call.released", call: id, desk: at })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(input, { maxLength: 30 }), async (inputs) => {
      const { brain, journal } = alone();
      inputs.forEach((one, at) => brain.accept({ at, input: one }));
      brain.begin();
      const { facts } = await brain.freeze();

      const again = replayJournal(journal.entries, normalPolicy, isTestLine);
      assert.deepEqual(again?.late.facts, facts as CentreEvent[]);
    }),
    { numRuns: 50 },
  );
});

test("a call journalled before the fail-open began is not admitted twice", async () => {
  const { brain, journal } = alone();
  journal.entries.unshift({ kind: "seen", seen: { at: 1, input: arrived("a") } });
  brain.accept({ at: 1, input: arrived("a") });
  await brain.freeze();

  const again = replayJournal(journal.entries, normalPolicy, isTestLine);
  assert.equal(again?.late.facts.filter((fact) => fact.type === "call.admitted").length, 1);
});

test("a report is held until it is kept, and one not kept in time is said once", async () => {
  const overdue: number[] = [];
  const remote = openRemoteBrain(20, ({ n }) => overdue.push(n));
  const sent: number[] = [];
  remote.attach(({ n }) => sent.push(n), 0);

  remote.accept(report(1, arrived("a")));
  remote.accept(report(2, { type: "call.hung-up", call: "a" }));
  remote.accept(report(3, arrived("b")));
  remote.kept(2);
  await until("the one that was not kept", () => overdue.length > 0);

  assert.deepEqual(sent, [1, 2, 3]);
  assert.deepEqual(overdue, [3]);
  assert.deepEqual(
    remote.unkept().map(({ n }) => n),
    [3],
  );
});

test("whoever leads, a caller's report always finds a brain that handles it", () => {
  const leaders: Leader[] = ["centre", "own", "handing-over"];
  const events: LeaderEvent[] = ["centre-silent", "centre-present", "centre-welcomed", "centre-gone"];
  for (const leader of leaders) {
    assert.equal(nextLeader(leader, "centre-silent"), "own");
    for (const event of events) assert.ok(leaders.includes(nextLeader(leader, event)));
  }
  assert.equal(nextLeader("own", "centre-welcomed"), "own");
});

test("an effect sent twice is performed once, however many others came between", () => {
  const performed = openPerformed(3);
  assert.equal(performed.first("1:1:0"), true);
  assert.equal(performed.first("1:1:0"), false);
  for (const key of ["1:2:0", "1:3:0", "1:4:0"]) assert.equal(performed.first(key), true);
  assert.equal(performed.first("1:4:0"), false);
});
