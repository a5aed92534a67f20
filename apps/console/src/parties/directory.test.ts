import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board, DeskRow } from "@siaga/contracts/live";
import { demoReference } from "../preview/city.ts";
import { directoryOf, searchDirectory } from "./directory.ts";

const desk = (name: string, more: Partial<DeskRow>): DeskRow => ({
  desk: name,
  deskName: name.replace("meja-", "Meja "),
  operator: name,
  operatorName: "Budi Santoso",
  role: "call-taker",
  state: "available",
  since: 0,
  reason: null,
  connected: true,
  call: null,
  wrapUpLapsesAt: null,
  listensTo: null,
  listensUntil: null,
  kept: false,
  ...more,
});
const board = {
  desks: { "meja-1": desk("meja-1", {}), "meja-2": desk("meja-2", {}), "meja-3": desk("meja-3", { state: "on-call" }) },
} as unknown as Board;
const phoned = {
  ...demoReference(),
  agencies: [
    { id: "damkar", name: "Dinas Pemadam Kebakaran", shortName: "Damkar", kind: "opd" as const, phone: "+62254000113" },
    { id: "dlh", name: "Dinas Lingkungan Hidup", shortName: "DLH", kind: "opd" as const, phone: null },
  ],
};
const entries = directoryOf(phoned, board, { desk: "meja-1", last: null });
const names = (typed: string) => searchDirectory(entries, typed).map(({ name }) => name);

test("an agency is found by the beginning of any of its names, a colleague by desk or person", () => {
  assert.deepEqual(names("dam"), ["Damkar"]);
  assert.deepEqual(names("pemadam kebak"), ["Damkar"]);
  assert.deepEqual(names("budi"), ["Meja 2"]);
});

test("who has no telephone or no free ear is not offered", () => {
  assert.deepEqual(names(""), ["Damkar", "Meja 2"]);
});

test("a number is dialled as it is written", () => {
  assert.deepEqual(names("0812-3456 789"), ["08123456789"]);
  assert.deepEqual(names("12"), []);
});

test("whoever was called last comes first", () => {
  const again = directoryOf(phoned, board, { desk: "meja-1", last: "desk meja-2" });
  assert.equal(again[0]?.name, "Meja 2");
});
