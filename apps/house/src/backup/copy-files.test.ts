import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { triageDefaults } from "@siaga/core";
import { copyDataFiles } from "./copy-files.ts";

function folders(story: TestContext): readonly [string, string] {
  const folder = mkdtempSync(join(tmpdir(), "siaga-backup-"));
  story.after(() => rmSync(folder, { recursive: true }));
  const [dataDir, backup] = [join(folder, "data"), join(folder, "backup")];
  for (const each of [dataDir, backup]) mkdirSync(each);
  return [dataDir, backup];
}
const at = (dataDir: string, file: string) => ({
  dataDir,
  triage: { file, order: "triage" as const, parameters: triageDefaults },
});

test("the policy of who is next is in the backup, a change that was only begun is not", async (story) => {
  const [dataDir, backup] = folders(story);
  const file = join(dataDir, "triage-policy.json");
  writeFileSync(file, "in force");
  writeFileSync(`${file}.new`, "begun");
  const copied = await copyDataFiles(at(dataDir, file), backup);
  assert.deepEqual(
    copied.map(({ path }) => path),
    ["files/triage-policy.json"],
  );
  assert.equal(readFileSync(join(backup, "files/triage-policy.json"), "utf8"), "in force");
});

test("a policy that lies somewhere else is in the backup as well; a city that never wrote one has none", async (story) => {
  const [dataDir, backup] = folders(story);
  const elsewhere = join(backup, "shared.json");
  writeFileSync(elsewhere, "shared");
  const [copied] = await copyDataFiles(at(dataDir, elsewhere), backup);
  assert.equal(copied?.path, "files/triage-policy.json");
  assert.equal(readFileSync(join(backup, "files/triage-policy.json"), "utf8"), "shared");
  assert.deepEqual(await copyDataFiles(at(dataDir, join(dataDir, "triage-policy.json")), backup), []);
});
