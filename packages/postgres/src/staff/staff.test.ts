import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestRecord, startTestDatabases } from "../test-database.ts";
import type { Operator } from "./operators.ts";
import type { Session } from "./sessions.ts";

const freshDatabase = await startTestDatabases();
const sari: Operator = {
  id: "op-1",
  username: "sari",
  name: "Sari Dewi",
  role: "call-taker",
  agency: null,
  language: "id",
  shift: "Regu A",
  passwordHash: "$argon2id$x",
  active: true,
};
const session: Session = {
  tokenHash: "ab",
  operator: "op-1",
  desk: null,
  createdAt: 1,
  expiresAt: 100,
  lastSeenAt: 1,
  userAgent: "Chromium",
};

test("an account is added once, found in any case, and changed", async () => {
  const { operators } = await openTestRecord(await freshDatabase());
  await operators.add([sari]);
  await operators.add([
    { ...sari, id: "op-2", name: "Imposter" },
    { ...sari, name: "Again" },
  ]);
  assert.deepEqual(await operators.all(), [sari]);
  assert.deepEqual(await operators.byUsername("SARI"), sari);
  await operators.change({ ...sari, active: false, language: "en" });
  assert.deepEqual(await operators.byId("op-1"), { ...sari, active: false, language: "en" });
  assert.equal(await operators.byUsername("nobody"), null);
});

test("a session ends when it expires, is closed, or its account is no longer active", async () => {
  const { operators, sessions } = await openTestRecord(await freshDatabase());
  await operators.add([sari]);
  await sessions.open(session);
  await sessions.sitAt("ab", "meja-1");
  await sessions.seen("ab", 7);
  assert.deepEqual(await sessions.find("ab", 50), {
    session: { ...session, desk: "meja-1", lastSeenAt: 7 },
    operator: sari,
  });
  assert.equal(await sessions.find("ab", 100), null);
  await operators.change({ ...sari, active: false });
  assert.equal(await sessions.find("ab", 50), null);
  await operators.change(sari);
  await sessions.open({ ...session, tokenHash: "cd" });
  await sessions.close("ab");
  assert.equal(await sessions.find("ab", 50), null);
  await sessions.closeAll("op-1");
  assert.equal(await sessions.find("cd", 50), null);
  await sessions.open({ ...session, tokenHash: "ef" });
  await sessions.sweep(100);
  assert.equal(await sessions.find("ef", 50), null);
});
