import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestRecord, startTestDatabases } from "../test-database.ts";

const freshDatabase = await startTestDatabases();

test("a city's lists keep their order, change in place and belong to their city alone", async () => {
  const url = await freshDatabase();
  const { city } = await openTestRecord(url);
  const other = await openTestRecord(url, "cilegon");
  const serang = {
    code: "36.73.01.1001",
    name: "Serang",
    district: "Serang",
    postcode: "42116",
    latitude: -6.1285,
    longitude: 106.1471,
  };
  const damkar = { id: "damkar", name: "Dinas Pemadam", shortName: "Damkar", kind: "opd", phone: "113" } as const;
  const bpbd = { id: "bpbd", name: "BPBD", shortName: "BPBD", kind: "opd", phone: null } as const;
  const fire = {
    id: "kebakaran",
    name: "Kebakaran",
    nameEn: "Fire",
    priority: 1,
    agencies: ["damkar", "bpbd"],
    words: ["api"],
    questions: ["Ada orang?"],
  } as const;
  await city.areas.keep([serang]);
  await city.agencies.keep([damkar, bpbd]);
  await city.incidentTypes.keep([fire]);
  await city.desks.keep([
    { desk: "meja-1", name: "Meja 1", reservedFor: null },
    { desk: "penyelia", name: "Penyelia", reservedFor: "supervisor" },
  ]);
  await city.agencies.keep([{ ...damkar, phone: "0254" }, bpbd]);
  await city.agencies.keep([]);

  assert.deepEqual(await city.areas.all(), [serang]);
  assert.deepEqual(await city.agencies.all(), [{ ...damkar, phone: "0254" }, bpbd]);
  assert.deepEqual(await city.incidentTypes.all(), [fire]);
  assert.deepEqual(
    (await city.desks.all()).map(({ desk }) => desk),
    ["meja-1", "penyelia"],
  );
  assert.deepEqual(await other.city.agencies.all(), []);

  assert.equal(await city.settings.read("city"), null);
  await city.settings.keep("city", { name: "Kota Serang" });
  await city.settings.keep("city", { name: "Serang" });
  assert.deepEqual(await city.settings.read("city"), { name: "Serang" });
  await city.testNumbers.add("n-1", "admin", 5);
  await city.testNumbers.add("n-1", null, 6);
  assert.deepEqual(await city.testNumbers.all(), ["n-1"]);
  await city.testNumbers.remove("n-1");
  assert.deepEqual(await city.testNumbers.all(), []);
});
