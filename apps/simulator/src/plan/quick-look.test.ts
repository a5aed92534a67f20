import assert from "node:assert/strict";
import { test } from "node:test";
import { scenarioNamed } from "../population/scenario.ts";
import { quickLook } from "./plan.ts";

test("before anything is played the formula already says that more on shift answer more in time", () => {
  const { load, erlangA } = quickLook({ scenario: scenarioNamed("flood20u")!, operators: [1, 3, 6] });
  const inTime = erlangA.map(({ answeredInTime }) => answeredInTime);

  assert.ok(load.callsPerHour > 1_200);
  assert.deepEqual(
    erlangA.map(({ operators }) => operators),
    [1, 3, 6],
  );
  assert.deepEqual(
    inTime,
    inTime.toSorted((one, other) => one - other),
  );
});
