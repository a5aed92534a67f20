import assert from "node:assert/strict";
import { test } from "node:test";
import type { Called } from "./call-route.ts";
import { keep, mayRetry, type PendingSave, readPending, sendable, settle } from "./pending-list.ts";

const save = (key: string, more: Partial<PendingSave> = {}): PendingSave => ({
  key,
  route: "reportIncident",
  params: {},
  body: { narrative: "api" },
  operator: "sari",
  at: 1,
  refused: null,
  after: null,
  ...more,
});
const taken: Called<null> = { ok: true, value: null };
const refusedWith = (status: number | null, sentence = ""): Called<null> => ({
  ok: false,
  status,
  refusal: { code: "x", sentence },
});
const [one, two] = [save("incident 1"), save("incident 2", { operator: "budi" })];

test("what the centre would not take stays at the desk, with the centre's own sentence, and is not sent again by itself", () => {
  const list = settle([one, two], one, refusedWith(422, "Jenis kejadian tidak dikenal."));

  assert.deepEqual(list, [{ ...one, refused: "Jenis kejadian tidak dikenal." }, two]);
  assert.deepEqual(sendable(list, "sari"), []);
});

test("what the centre took leaves; with the centre away, or nobody signed in, everything stays as it was", () => {
  assert.deepEqual(settle([one, two], one, taken), [two]);
  for (const status of [null, 401, 429, 503]) assert.deepEqual(settle([one], one, refusedWith(status)), [one]);
  assert.ok(!mayRetry(refusedWith(409)));
});

test("a save is sent in the name of whoever wrote it, and in no other", () => {
  assert.deepEqual(sendable([one, two], "sari"), [one]);
  assert.deepEqual(sendable([one, two], "budi"), [two]);
  assert.deepEqual(sendable([one, two], null), []);
});

test("what was written while the first words were on their way stays to be sent", () => {
  const changed = { ...one, body: { narrative: "api, dua orang terjebak" } };
  const list = keep([one], changed);

  assert.deepEqual(settle(list, one, taken), [changed]);
});

test("saves kept by an older console are read and belong to whoever signs in; spoilt ones are ignored", () => {
  const { key, route, params, body, at } = one;
  const [read] = readPending(JSON.stringify([{ key, route, params, body, at }]));

  assert.deepEqual(read, { ...one, operator: null });
  assert.deepEqual(sendable([read!], "budi"), [read]);
  assert.deepEqual([readPending("{broken"), readPending(null)], [[], []]);
});
