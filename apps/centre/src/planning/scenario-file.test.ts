import assert from "node:assert/strict";
import { test } from "node:test";
import { triageFields } from "@siaga/contracts/triage-policy";
import { readScenario } from "@siaga/simulator";

const without = (path: string): unknown =>
  path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), null);
const read = (path: string) => readScenario({ like: "evening", name: "what if", policy: without(path) });

test("a scenario file may leave out what a policy file may leave out, and beyond that the promotion alone", () => {
  const keys = Object.entries(triageFields);
  assert.deepEqual(
    keys.flatMap(([key]) => (read(key).ok ? key : [])).filter((key) => key !== "promoteAfter"),
    keys.flatMap(([key, { mayBeOff }]) => (mayBeOff ? key : [])),
  );
});
