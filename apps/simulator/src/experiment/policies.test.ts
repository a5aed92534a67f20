import assert from "node:assert/strict";
import { test } from "node:test";
import { normalPolicy, triageDefaults } from "@siaga/core";
import { policyNames, policyRows } from "./policies.ts";
import { unknownChanges } from "./policy-changes.ts";

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
    : [];

test("no setting of the product ends or refuses a call: what does is a comparison of the simulator alone", () => {
  const settings = [...keysOf(normalPolicy), ...keysOf(triageDefaults)];
  assert.deepEqual(
    settings.filter((key) => /shed|refuse|reject|block|drop|hang/i.test(key)),
    [],
  );
  for (const name of policyNames) {
    const { product, sheds, blockAfter, menu, oracle } = policyRows[name];
    if (product) assert.deepEqual([sheds, blockAfter, menu, oracle], [false, null, null, false], name);
  }
  assert.equal(policyRows["triage+shed"].product, false);
  assert.equal(unknownChanges({ sheds: 1 }).length, 1);
});
