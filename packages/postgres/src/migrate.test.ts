import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "./database.ts";
import { migrate, NewerDatabaseError } from "./migrate.ts";
import { query, startTestDatabases } from "./test-database.ts";

const freshDatabase = await startTestDatabases();

test("starters at the same moment do each migration once", async () => {
  const url = await freshDatabase();
  const starters = Array.from({ length: 4 }, () => openDatabase(url, 1, 30_000));
  await Promise.all(starters.map((database) => migrate(database)));
  await Promise.all(starters.map((database) => database.end()));
  const names = await query<{ name: string }>(url, "select name from migrations order by name");
  assert.equal(names[0]?.name, "0001-log.sql");
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
});

test("a database of a newer release is refused with what to do", async () => {
  const url = await freshDatabase();
  const database = openDatabase(url, 1, 30_000);
  await migrate(database);
  await query(url, "insert into migrations (name) values ('9999-later.sql')");
  await assert.rejects(
    migrate(database),
    (error) => error instanceof NewerDatabaseError && /9999-later/.test(error.message),
  );
  await database.end();
});
