import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../instrument/until.ts";
import { openOutbox } from "./outbox.ts";

test("what is put in leaves in its order, together when it comes together, and nothing is left behind", async () => {
  const batches: (readonly number[])[] = [];
  const outbox = openOutbox<number>((batch) => batches.push(batch));
  for (let number = 0; number < 100; number += 1) outbox.put(number);
  await until("the first batch", () => batches.length === 1);
  for (let number = 100; number < 200; number += 1) outbox.put(number);
  await until("the second batch", () => batches.length === 2);
  outbox.put(200);
  outbox.flush();

  assert.deepEqual(
    batches.flat(),
    Array.from({ length: 201 }, (_, number) => number),
  );
  assert.equal(batches.length, 3);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(batches.length, 3, "an empty outbox sends nothing");
});
