import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { normalPolicy } from "@siaga/core";
import type { Configuration } from "@siaga/configuration";
import { openCity } from "./open-city.ts";
import { passwordMatches } from "./password.ts";
import { openTestRecord, type TestRecord } from "./test-record.ts";

let house: TestRecord;
before(async () => {
  house = await openTestRecord();
});
after(() => house.close());

const clock = { now: () => Date.now() };
const settings = (city: "demo" | "empty"): Pick<Configuration, "city" | "dataDir" | "sip" | "lines" | "policy"> => ({
  city,
  dataDir: house.dataDir,
  policy: normalPolicy,
  lines: [{ line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: true }],
  sip: {
    address: "127.0.0.1",
    port: 0,
    publicAddress: null,
    country: "ID",
    trunks: [],
    trunksConfigured: false,
    incomingReserve: 0,
    nameServers: [],
  },
});

test("the demo city is written once, and a second start keeps what people changed since", async () => {
  const first = await openCity(house.record, settings("demo"), clock);
  assert.equal(first.reference.areas.length, 67);
  assert.deepEqual(first.directory.area("36.73.01.1008"), { name: "Sukawana", district: "Serang" });
  assert.deepEqual(first.directory.area("36.73.04.1007"), { name: "Sukawana", district: "Curug" });
  assert.equal(first.directory.agencyName("damkar"), "Damkar");
  assert.equal(first.directory.deskName("elsewhere"), "elsewhere");

  const ani = first.accounts.byUsername("ani");
  assert.ok(ani !== null && ani.passwordHash.startsWith("$argon2id$"));
  assert.equal(await passwordMatches(ani.passwordHash, "siaga112"), true);
  const [kept] = (await house.record.operators.all()).filter((operator) => operator.username === "budi");
  assert.ok(kept);
  await house.record.operators.change({ ...kept, name: "Budi Baru", active: false });

  const second = await openCity(house.record, settings("demo"), clock);
  assert.equal(second.directory.operatorName(kept.id), "Budi Baru");
  assert.equal(second.accounts.byUsername("budi"), null, "somebody who left cannot sign in");
  assert.equal(second.accounts.byUsername("ANI")?.operator, ani.operator, "usernames are found whatever their case");
});

test("whoever the command line adds or disables meanwhile is known when accounts are read again", async () => {
  const { accounts } = await openCity(house.record, settings("demo"), clock);
  const [ani] = (await house.record.operators.all()).filter((operator) => operator.username === "ani");
  assert.ok(ani);
  await house.record.operators.add([{ ...ani, id: "op-new", username: "siti", name: "Siti Aminah" }]);
  await house.record.operators.change({ ...ani, active: false });
  assert.deepEqual([accounts.byUsername("siti"), accounts.actor(ani.id)?.name], [null, "Ani Rahmawati"]);
  await accounts.reread();
  assert.deepEqual([accounts.nameOf("op-new"), accounts.actor(ani.id)], ["Siti Aminah", null]);
  await house.record.operators.change(ani);
});

test("a number marked as a test number is known by reference, listed masked, and forgotten when unmarked", async () => {
  const { testNumbers } = await openCity(house.record, settings("demo"), clock);
  assert.equal(await testNumbers.mark("not a number", "staff"), false);
  assert.equal(await testNumbers.mark("0812-3456-4417", "staff"), true);
  assert.equal(await testNumbers.mark("+6281234564417", "staff"), true, "the same number written another way");

  const [marked, ...others] = await testNumbers.list();
  assert.deepEqual([marked?.masked, others.length], ["0812 •••• 4417", 0]);
  const again = await openCity(house.record, settings("demo"), clock);
  assert.equal(again.testNumbers.has(marked?.id ?? ""), true);
  await again.testNumbers.unmark(marked?.id ?? "");
  assert.deepEqual(await again.testNumbers.list(), []);
});

test("an empty city makes one admin whose password only the house's owner can read", async () => {
  const house = await openTestRecord();
  try {
    const city = await openCity(house.record, { ...settings("empty"), dataDir: house.dataDir }, clock);
    const file = join(house.dataDir, "admin-password");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const admin = city.accounts.byUsername("admin");
    assert.equal(await passwordMatches(admin?.passwordHash ?? null, readFileSync(file, "utf8").trim()), true);
    assert.equal(city.reference.city.demo, false);
  } finally {
    await house.close();
  }
});
