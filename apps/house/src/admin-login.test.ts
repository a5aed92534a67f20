import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { watchAdminLogin } from "./admin-login.ts";

test("a real city's first password is said at the start that made it, and at no later one", (story) => {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-admin-"));
  story.after(() => rmSync(dataDir, { recursive: true }));
  const file = join(dataDir, "admin-password");

  const first = watchAdminLogin(dataDir);
  writeFileSync(file, "rahasia-awal\n");
  assert.match(first.say(), /^admin, password rahasia-awal \(said this once/);

  const later = watchAdminLogin(dataDir).say();
  assert.ok(!later.includes("rahasia") && later.includes(file), later);

  rmSync(file);
  assert.match(watchAdminLogin(dataDir).say(), /^admin \(forgotten: npm run siaga -- staff password/);
});
