import assert from "node:assert/strict";
import { test } from "node:test";
import type { Text } from "../words/words.ts";
import { factsOf } from "./facts.ts";

const text: Text<"facts"> = (key) => key;
const told = (count: number) =>
  factsOf({ genuine: { count, lastAt: null }, callsToday: 0, calls30Days: 0, classified: {} }, text, "id")[0];

test("genuine reports are told first, also when there are none, and then without the tick", () => {
  assert.deepEqual([told(2)?.kind, told(2)?.text], ["genuine", "genuine"]);
  assert.deepEqual([told(0)?.kind, told(0)?.text], ["plain", "genuine.none"]);
});
