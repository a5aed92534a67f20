import assert from "node:assert/strict";
import { test } from "node:test";
import { checkHistory, readHistories, replay } from "./history.ts";

const histories = readHistories();

test("there are recorded shifts to replay", () => {
  assert.ok(histories.length >= 3);
});

for (const history of histories) {
  test(`replaying "${history.name}" gives the signed log, byte for byte`, () => {
    assert.equal(checkHistory(history), null);
  });
}

test("a history whose log is not the signed one is found out", () => {
  const changed = { ...histories[0]!, inputs: histories[0]!.inputs.slice(0, -200) };

  assert.notEqual(replay(changed), "");
  assert.match(checkHistory(changed) ?? "", /sign it/);
});
