import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readTriagePolicy, type TriagePolicySetting } from "@siaga/configuration";
import { triageDefaults } from "@siaga/core";
import { openPolicyFile } from "./policy-file.ts";

const noon = Date.parse("2026-11-28T12:00:00+07:00");
const longer: TriagePolicySetting = { order: "triage", parameters: { ...triageDefaults, promoteAfter: 180_000 } };
const shorter: TriagePolicySetting = { order: "triage", parameters: { ...triageDefaults, promoteAfter: 60_000 } };
const firstCome: TriagePolicySetting = { order: "first-come", parameters: longer.parameters };
const bySari = { at: noon, operator: "sari" };

/** A data folder, and the policy file opened as at a start. */
function folder(story: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), "siaga-policy-"));
  story.after(() => rmSync(dataDir, { recursive: true }));
  const file = join(dataDir, "triage-policy.json");
  const read = () => {
    const found = readTriagePolicy(file, "empty");
    assert.ok(found.ok);
    return { order: found.order, parameters: found.parameters };
  };
  const write = (policy: TriagePolicySetting, at: number, name = file): void => {
    writeFileSync(name, JSON.stringify(policy));
    utimesSync(name, at / 1000, at / 1000);
  };
  const open = () => openPolicyFile({ city: "empty", triage: { ...read(), file } });
  return { file, beside: `${file}.new`, read, write, open };
}

test("a change stands in the file once it is durable, whole, so that a later release changes nothing of it", async (story) => {
  const { file, beside, open, read } = folder(story);
  const policy = open();
  assert.equal(
    await policy.change(longer, async () => {
      assert.ok(existsSync(beside) && !existsSync(file), "nothing is in force before it is in the log");
      return true;
    }),
    "changed",
  );
  assert.deepEqual([policy.standing(), read()], [longer, longer]);
  assert.deepEqual(JSON.parse(readFileSync(file, "utf8")).parameters.promoteAfter, 180_000);
  assert.ok(!existsSync(beside));
});

test("a change the centre refused leaves no trace", async (story) => {
  const { file, beside, open } = folder(story);
  const policy = open();
  assert.equal(await policy.change(longer, async () => false), "refused");
  assert.deepEqual([existsSync(file), existsSync(beside)], [false, false]);
  assert.equal(policy.standing().parameters.promoteAfter, triageDefaults.promoteAfter);
});

test("where the file cannot be written nothing is changed", async (story) => {
  const { beside, open } = folder(story);
  mkdirSync(beside);
  let asked = false;
  assert.equal(await open().change(longer, async () => (asked = true)), "unwritable");
  assert.equal(asked, false);
});

test("killed after the log knew and before the file did: the next start finishes the file", (story) => {
  for (const changed of [longer, firstCome]) {
    const { beside, open, read, write } = folder(story);
    write(shorter, noon - 1_000, beside.replace(".new", ""));
    write(changed, noon - 1, beside);
    const triage = changed.order === "triage" ? changed.parameters : null;
    assert.deepEqual(open().agree({ triage, last: bySari }), triage);
    assert.deepEqual([read(), existsSync(beside)], [changed, false]);
  }
});

test("killed before the log knew: the change never was", (story) => {
  const { beside, file, open, read, write } = folder(story);
  write(shorter, noon - 1_000, file);
  write(longer, noon + 1, beside);
  const logged = { triage: shorter.parameters, last: { at: noon - 2_000, operator: "sari" } };
  assert.deepEqual(open().agree(logged), shorter.parameters);
  assert.deepEqual([read(), existsSync(beside)], [shorter, false]);
});

test("a file edited while the house was down was said last", (story) => {
  const { file, open, read, write } = folder(story);
  write(shorter, noon + 60_000, file);
  assert.deepEqual(open().agree({ triage: longer.parameters, last: bySari }), shorter.parameters);
  assert.deepEqual(read(), shorter);
});

test("a machine that did not lead when the policy was changed learns it from the log", (story) => {
  const { open, read } = folder(story);
  assert.deepEqual(open().agree({ triage: longer.parameters, last: bySari }), longer.parameters);
  assert.deepEqual(read(), longer);
});

test("a log that knows of no supervisor's change follows the file, and a new release's own values", (story) => {
  const { open } = folder(story);
  for (const last of [null, { at: noon, operator: null }])
    assert.deepEqual(open().agree({ triage: shorter.parameters, last }), triageDefaults);
});

test("a change logged by an earlier release holds, completed by what it did not know", (story) => {
  const { open } = folder(story);
  const { surge: _, ...earlier } = longer.parameters;
  const logged = { triage: earlier as typeof longer.parameters, last: bySari };
  assert.deepEqual(open().agree(logged), longer.parameters);
});
