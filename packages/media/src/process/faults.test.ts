import assert from "node:assert/strict";
import { test } from "node:test";
import { faultKeeper } from "./faults.ts";

test("single faults are written down and survived, a row of them ends the process", () => {
  const lines: string[] = [];
  let ended = 0;
  const keep = faultKeeper(
    (line) => lines.push(line),
    () => (ended += 1),
  );

  for (let minute = 0; minute < 30; minute += 1) keep(new Error("odd packet"), minute * 60_000);
  assert.deepEqual([lines.length, ended], [30, 0]);
  assert.match(lines[0]!, /odd packet/);

  for (let number = 0; number < 11; number += 1) keep("odd", 9_000_000 + number);
  assert.equal(ended, 1);
});
