import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf } from "./reads.ts";

const read = { at: Date.UTC(2026, 10, 29, 14, 3, 12), operator: "op-1", name: "Ani Rahmawati", incident: null };

test("a reading is told with the city's time, the person's name, and what people call its subject", () => {
  assert.equal(
    lineOf({ ...read, what: "incident", subject: "3f8c", incident: 42 }),
    "2026-11-29 21:03:12  Ani Rahmawati             read the story of incident 42",
  );
  assert.match(lineOf({ ...read, what: "unmask", subject: "c-1" }), /saw the whole number of call c-1$/);
  assert.match(lineOf({ ...read, name: null, what: "something new", subject: "r-1" }), / op-1 +something new r-1$/);
});
