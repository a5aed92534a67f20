import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openRecord, type Record, startPostgres } from "@siaga/postgres";
import { passwordMatches } from "../../../centre/src/city/password.ts";
import { addStaff, listStaff, renewPassword, setActive, type StaffAnswer } from "./staff.ts";

const dataDir = mkdtempSync(join(tmpdir(), "siaga-staff-"));
let record: Record;
let stop: () => Promise<void>;
before(async () => {
  const postgres = await startPostgres({ dataDir });
  assert.ok(postgres.ok);
  const keys = { personal: randomBytes(32), lookup: randomBytes(32) };
  record = await openRecord({ url: postgres.url, centreId: "kota", keys });
  await record.city.agencies.keep([{ id: "damkar", name: "Damkar", shortName: "Damkar", kind: "opd", phone: null }]);
  stop = async () => {
    await record.close();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
});
after(() => stop());

/** The password at the end of what was said. */
const passwordIn = (answer: StaffAnswer): string =>
  answer.ok ? (answer.lines[0]?.split(" ").at(-1) ?? "") : assert.fail(answer.sentence);
const ani = { login: "ani", name: "Ani Rahmawati", role: "call-taker", shift: "Regu A" };
const account = async () => (await record.operators.byUsername("ani")) ?? assert.fail("nobody");

test("somebody new gets a login, a role and a first password that is said once", async () => {
  const password = passwordIn(await addStaff(record, ani));
  const { name, role, shift, active, passwordHash } = await account();
  assert.deepEqual([name, role, shift, active], ["Ani Rahmawati", "call-taker", "Regu A", true]);
  assert.ok(await passwordMatches(passwordHash, password));
  const agency = { login: "piket", name: "Piket Damkar", role: "agency", agency: "damkar" };
  assert.equal((await addStaff(record, agency)).ok, true);
  const listed = await listStaff(record);
  assert.ok(listed.ok && /^ani +Ani Rahmawati +call-taker +Regu A$/m.test(listed.lines.join("\n")));
});

test("what cannot be an account is refused with what is accepted, and nothing is added", async () => {
  for (const [wrong, sentence] of [
    [ani, /ani is somebody's login already/],
    [{ ...ani, login: "ANI" }, /--login is "ANI": accepted are/],
    [{ ...ani, login: "budi", name: " " }, /Say who it is/],
    [{ ...ani, login: "budi", role: "boss" }, /--role is "boss": choose from call-taker, dispatcher/],
    [{ ...ani, login: "budi", role: "agency" }, /--agency belongs to the role agency, and is one of damkar/],
    [{ ...ani, login: "budi", agency: "damkar" }, /--agency belongs to the role agency/],
    [{ ...ani, login: "budi", role: "agency", agency: "fbi" }, /is one of damkar/],
  ] as const) {
    const answer = await addStaff(record, wrong);
    assert.ok(!answer.ok);
    assert.match(answer.sentence, sentence);
  }
  assert.equal(await record.operators.byUsername("budi"), null);
});

test("a new password replaces the old one and ends every session opened with it", async () => {
  const before = await account();
  const session = { operator: before.id, desk: null, createdAt: 1, expiresAt: 100, lastSeenAt: 1, userAgent: null };
  await record.sessions.open({ ...session, tokenHash: "ab" });
  const password = passwordIn(await renewPassword(record, { login: "ani" }));
  const { passwordHash } = await account();
  assert.ok(await passwordMatches(passwordHash, password));
  assert.notEqual(passwordHash, before.passwordHash);
  assert.equal(await record.sessions.find("ab", 50), null);
  assert.deepEqual(await renewPassword(record, { login: "nobody" }), {
    ok: false,
    sentence: '--login is "nobody": nobody has this login; npm run siaga -- staff lists all.',
  });
});

test("whoever leaves is disabled, keeps the name, and may be let in again", async () => {
  assert.equal((await setActive(record, { login: "ani" }, false)).ok, true);
  assert.equal((await account()).active, false);
  const listed = await listStaff(record);
  assert.ok(listed.ok && listed.lines.some((line) => line.startsWith("ani ") && line.endsWith("(disabled)")));
  await setActive(record, { login: "ani" }, true);
  assert.equal((await account()).active, true);
});
