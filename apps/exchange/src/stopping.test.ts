import assert from "node:assert/strict";
import { test } from "node:test";
import { openHouse } from "./testing/house.ts";

test("whoever calls while the exchange is ending hears 503 with Retry-After, so that the carrier's other route takes the call", async () => {
  const house = await openHouse();
  const closing = house.close();
  const { heard } = house.trunk.ring();
  await closing;
  assert.deepEqual(heard, ["503 retry after 2"]);
});
