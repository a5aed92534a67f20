import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { CentreEvent } from "@siaga/core";
import { openRecord } from "../open-record.ts";
import { keys, openTestRecord, query, startTestDatabases } from "../test-database.ts";

const freshDatabase = await startTestDatabases();

test("a text is read back by who has the keys, and stands nowhere in the clear", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  const id = await record.personal.put("narrative", "Ibu Sari, rumah pagar hijau 🔥");
  const number = await record.personal.numberId("+6281200001111");
  assert.deepEqual(
    [...(await record.personal.read([id, number]))],
    [
      [id, "Ibu Sari, rumah pagar hijau 🔥"],
      [number, "+6281200001111"],
    ],
  );

  const [rows] = await query<{ text: string }>(url, "select string_agg(personal::text, '') as text from personal");
  const clear = (text: string): boolean =>
    Buffer.from(rows?.text.replaceAll("\\x", "") ?? "", "hex").includes(text) || (rows?.text ?? "").includes(text);
  assert.equal(clear("pagar") || clear("6281200001111"), false);

  const stranger = await openRecord({ url, centreId: "serang", keys: { ...keys, personal: randomBytes(32) } });
  await assert.rejects(stranger.personal.read([id]));
  await stranger.close();
});

test("a row's contents moved to another row do not open", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  const [one, two] = [await record.personal.put("note", "one"), await record.personal.put("note", "two")];
  await query(
    url,
    "update personal a set ciphertext = b.ciphertext, wrapped_key = b.wrapped_key from personal b where a.id = $1 and b.id = $2",
    [one, two],
  );
  await assert.rejects(record.personal.read([one]));
});

test("a number has one id, also when many ask for it at once", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  const numbers = ["0812", "0813", "0814"];
  const asked = await Promise.all(
    Array.from({ length: 8 }, (_, index) => record.personal.numberIds(index % 2 ? numbers : numbers.toReversed())),
  );
  const first = new Map(asked[0]);
  for (const found of asked) for (const number of numbers) assert.equal(found.get(number), first.get(number));
  assert.equal(new Set(first.values()).size, 3);
  assert.deepEqual([...(await record.personal.numberIds([]))], []);
});

test("a number kept under an id drawn while the database was away stands beside the one already known", async () => {
  const record = await openTestRecord(await freshDatabase());
  const known = await record.personal.numberId("0812");
  for (let times = 0; times < 2; times++)
    await record.personal.put("number", "0812", { lookup: "0812", id: "drawn-away" });
  await record.personal.put("number", "0899", { lookup: "0899", id: "drawn-new" });
  assert.deepEqual([...(await record.personal.read(["drawn-away"]))], [["drawn-away", "0812"]]);
  assert.equal(await record.personal.numberId("0812"), known);
  assert.equal(await record.personal.numberId("0899"), "drawn-new");
});

test("erasing a person leaves the chain whole and the text gone for good", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  await record.lease.take("here", 0);
  const id = await record.personal.numberId("0812");
  const admitted: CentreEvent = {
    type: "call.admitted",
    at: 1,
    call: "a",
    line: "112",
    trunk: "t",
    caller: { kind: "number", id },
    history: null,
    test: false,
  };
  await record.log.append({ events: [admitted], promised: [] });
  await record.personal.erase(id);

  assert.deepEqual([...(await record.personal.read([id]))], [[id, null]]);
  assert.deepEqual(
    await query(
      url,
      "select 1 from personal where ciphertext is not null or wrapped_key is not null or lookup is not null",
    ),
    [],
  );
  assert.notEqual(await record.personal.numberId("0812"), id);
  assert.equal((await record.verifyChain()).ok, true);
});

test("who read whose words is kept", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  await record.personal.audit({ by: "sari", what: "number", subject: "row-1", at: 5 });
  assert.deepEqual(await query(url, "select operator, what, subject, at::int from reads"), [
    { operator: "sari", what: "number", subject: "row-1", at: 5 },
  ]);
});

test("readings are listed newest first, with names and incident numbers, of this centre alone", async () => {
  const url = await freshDatabase();
  const record = await openTestRecord(url);
  const neighbour = await openTestRecord(url, "cilegon");
  await query(
    url,
    `insert into incidents (centre_id, id, number, incident_type, priority, place, operator, opened_at, test)
     values ('serang', 'inc-1', 42, 'kebakaran', 1, '{}', 'sari', 1, false)`,
  );
  const account = { role: "supervisor", agency: null, language: "id", shift: null, active: true } as const;
  await record.operators.add([{ ...account, id: "sari", username: "sari", name: "Sari", passwordHash: "x" }]);
  await record.personal.audit({ by: "sari", what: "unmask", subject: "call-1", at: 5 });
  await record.personal.audit({ by: "sari", what: "incident", subject: "inc-1", at: 6 });
  await record.personal.audit({ by: "gone", what: "recording", subject: "call-1", at: 7 });
  await neighbour.personal.audit({ by: "sari", what: "unmask", subject: "call-1", at: 8 });

  assert.deepEqual(await record.reads.since(6, 10), [
    { at: 7, operator: "gone", name: null, what: "recording", subject: "call-1", incident: null },
    { at: 6, operator: "sari", name: "Sari", what: "incident", subject: "inc-1", incident: 42 },
  ]);
  assert.deepEqual(
    (await record.reads.since(0, 2)).map(({ at }) => at),
    [7, 6],
  );
});
