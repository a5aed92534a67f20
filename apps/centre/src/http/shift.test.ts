import assert from "node:assert/strict";
import { createHmac, randomUUID, randomUUIDv7 } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type CallId, type Caller, emptyLedger, type Input } from "@siaga/core";
import { deskClaims } from "@siaga/contracts";
import { openTestRoom, signIn, type TestRoom } from "./test-room.ts";

let room: TestRoom;
before(async () => {
  room = await openTestRoom();
});
after(() => room.close());

const give = async (input: Input): Promise<void> => void assert.equal((await room.centre.accept(input)).ok, true);

/** A call that reaches the room from this number. */
async function ring(number: string | null): Promise<CallId> {
  const call = randomUUIDv7();
  const caller: Caller =
    number === null ? { kind: "withheld" } : { kind: "number", id: await room.record.personal.numberId(number) };
  await give({ type: "call.arrived", call, line: "112", trunk: "t", caller, history: null, test: false });
  return call;
}
/** Somebody at a desk whose audio stands, ready for calls. */
async function sitDown(username: string) {
  const person = await signIn(room, username);
  const claim = await person.ask("POST", "/api/desk", {});
  assert.equal(claim.status, 200, claim.text);
  await give({ type: "desk.connected", desk: claim.json.desk });
  assert.equal((await person.ask("POST", "/api/desk/ready")).status, 204);
  return { ...person, claim: claim.json, desk: claim.json.desk as string };
}

test("a shift: a seat, a call answered, an incident sent to an agency that acknowledges it", async () => {
  const ani = await sitDown("ani");
  assert.equal(ani.desk, "meja-1");
  const [body = "", mac] = (ani.claim.token as string).split(".");
  assert.equal(createHmac("sha256", room.keys.deskToken).update(body).digest("base64url"), mac);
  const claims = deskClaims.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
  assert.deepEqual(
    [claims.desk, claims.role, claims.expiresAt - claims.issuedAt],
    ["meja-1", "call-taker", 43_200_000],
  );
  const again = await ani.ask("POST", "/api/desk", {});
  assert.equal(again.json.desk, "meja-1", "a refreshed page gets its own desk again");

  const call = await ring("+6281234564417");
  assert.equal((await ani.ask("POST", `/api/calls/${call}/answer`)).status, 204);
  assert.equal((await ani.ask("POST", `/api/calls/${call}/hold`)).status, 204);
  assert.equal((await ani.ask("POST", `/api/calls/${call}/resume`)).status, 204);
  const leaving = await ani.ask("DELETE", "/api/desk");
  assert.deepEqual([leaving.status, leaving.json.code], [409, "in-conversation"]);

  const report = {
    incident: randomUUID(),
    call,
    incidentType: "kebakaran",
    priority: 1,
    place: { area: "36.73.01.1002", spoken: "depan Masjid Al Ikhlas", point: null },
    narrative: "rumah terbakar, dua orang di dalam",
    agencies: ["damkar"],
  };
  assert.equal((await ani.ask("POST", "/api/incidents", report)).status, 204);
  assert.equal((await ani.ask("POST", "/api/incidents", report)).status, 204, "a retried save");
  assert.equal(room.centre.state().incidents.size, 1);
  const [dispatch] = [...room.centre.state().dispatches.values()];
  assert.ok(dispatch && room.centre.state().dispatches.size === 1);

  const [damkar, polresta] = [await signIn(room, "damkar"), await signIn(room, "polresta")];
  const foreign = await polresta.ask("POST", `/api/dispatches/${dispatch.id}/acknowledge`);
  assert.deepEqual([foreign.status, foreign.json.code], [403, "not-allowed"]);
  for (const step of ["acknowledge", "en-route", "on-scene", "clear"])
    assert.equal((await damkar.ask("POST", `/api/dispatches/${dispatch.id}/${step}`)).status, 204, step);
  assert.equal((await damkar.ask("POST", `/api/dispatches/${dispatch.id}/acknowledge`)).status, 409);
  assert.equal((await damkar.ask("POST", `/api/incidents/${report.incident}/notes`, { text: "selesai" })).status, 204);

  const story = await damkar.ask("GET", `/api/incidents/${report.incident}`);
  const told = story.json.timeline.map((entry: { type: string; text: string | null }) => [entry.type, entry.text]);
  assert.deepEqual(told.slice(0, 2), [
    ["incident.opened", report.narrative],
    ["dispatch.sent", null],
  ]);
  assert.deepEqual(told.at(-1), ["incident.noted", "selesai"]);
  assert.equal((await polresta.ask("GET", `/api/incidents/${report.incident}`)).status, 403);
  await damkar.ask("GET", `/api/incidents/${report.incident}`);
  assert.deepEqual(
    await room.query("select operator, what, subject from reads"),
    [{ operator: room.idOf("damkar"), what: "incident", subject: report.incident }],
    "who reads an incident's story is written down once, who is refused it is not",
  );
  assert.equal((await ani.ask("GET", `/api/incidents/${randomUUID()}`)).status, 404);

  assert.equal((await ani.ask("POST", `/api/calls/${call}/release`)).status, 204);
  assert.equal(
    (await ani.ask("POST", `/api/calls/${call}/classification`, { classification: "emergency" })).status,
    204,
  );
  const finished = await ani.ask("POST", "/api/desk/wrap-up/finish");
  assert.equal(finished.json.code, "not-in-wrap-up", "one key classifies and ends the wrap-up");
  assert.equal((await ani.ask("DELETE", `/api/calls/${call}/classification`)).status, 204);
  const ledger = await (await signIn(room, "dedi")).ask("GET", "/api/ledger");
  assert.deepEqual(ledger.json, { incoming: 1, open: 0, outcomes: { ...emptyLedger().outcomes, answered: 1 } });
  assert.equal((await ani.ask("DELETE", "/api/desk")).status, 204);
});

test("the log holds no number, no name and no word of what was said", async () => {
  const told: string[] = [];
  for await (const { event } of room.record.log.read(0)) told.push(JSON.stringify(event));
  assert.ok(told.length > 10);
  assert.doesNotMatch(told.join(), /81234564417|Masjid|terbakar|Rahmawati|selesai/);
});

test("words the city does not know are refused before anything is kept", async () => {
  const citra = await signIn(room, "citra");
  const report = {
    incident: randomUUID(),
    call: null,
    incidentType: "kebakaran",
    priority: 1,
    place: { area: null, spoken: null, point: null },
    narrative: null,
  };
  const codeFor = async (change: object) =>
    (await citra.ask("POST", "/api/incidents", { ...report, ...change })).json.code;
  assert.equal(await codeFor({ incidentType: "ufo" }), "unknown-incident-type");
  assert.equal(await codeFor({ agencies: ["fbi"] }), "unknown-agency");
  assert.equal(await codeFor({ place: { ...report.place, area: "99.99.99.9999" } }), "unknown-area");
  assert.equal(await codeFor({ incident: "not-a-uuid" }), "bad-request");
  const link = await citra.ask("POST", `/api/incidents/${report.incident}/calls`, { call: randomUUIDv7() });
  assert.deepEqual([link.status, link.json.code], [404, "no-such-call"]);
});

test("a taken desk stays with its operator, and a supervisor gets the desk kept for supervisors", async () => {
  const budi = await sitDown("budi");
  const fajar = await signIn(room, "fajar");
  const refused = await fajar.ask("POST", "/api/desk", { desk: budi.desk });
  assert.deepEqual([refused.status, refused.json.code], [409, "desk-occupied"]);
  assert.equal((await fajar.ask("POST", "/api/desk", { desk: "meja-99" })).json.code, "no-such-desk");
  assert.equal((await fajar.ask("POST", "/api/desk/ready")).json.code, "no-desk");

  const dedi = await sitDown("dedi");
  assert.equal(dedi.desk, "penyelia");
  assert.equal((await dedi.ask("DELETE", "/api/session")).status, 204);
  assert.equal(room.centre.state().desks.has("penyelia"), false, "signing out leaves the desk");
  assert.equal((await budi.ask("DELETE", "/api/desk")).status, 204);
});

test("a lost call is called back and ended from the desk that dialled", async () => {
  const call = await ring("+628111111111");
  await give({ type: "call.hung-up", call });
  const eka = await sitDown("eka");
  assert.equal((await eka.ask("POST", `/api/callbacks/${call}/dial`)).status, 204);
  const outgoing = room.centre.state().callbacks.get(call)?.outgoing;
  assert.equal(outgoing?.desk, eka.desk);
  assert.equal((await eka.ask("POST", `/api/callbacks/${call}/dial`)).status, 409, "one attempt at a time");
  assert.equal((await eka.ask("POST", `/api/callbacks/${call}/hang-up`)).status, 204);
  assert.equal((await eka.ask("POST", `/api/callbacks/${call}/close`, { reason: "reached" })).status, 204);
  assert.equal((await eka.ask("POST", "/api/callbacks/x/hang-up")).status, 404);
  await eka.ask("DELETE", "/api/session");
});

test("a whole number is shown to the room one at a time, on the record, and never to an agency", async () => {
  const [call, withheld] = [await ring("+6281299887766"), await ring(null)];
  const intan = await signIn(room, "intan");
  const list = await intan.ask("GET", "/api/calls");
  const row = list.json.calls.find(({ id }: { id: string }) => id === call);
  assert.deepEqual([row.number, row.lineName], ["0812 •••• 7766", "112 Darurat"]);

  const shown = await intan.ask("POST", `/api/calls/${call}/unmask`);
  assert.equal(shown.json.number, "+6281299887766");
  assert.equal((await intan.ask("POST", `/api/calls/${withheld}/unmask`)).json.code, "number-withheld");
  assert.equal((await intan.ask("POST", "/api/calls/nothing/unmask")).status, 404);
  assert.equal((await (await signIn(room, "pln")).ask("POST", `/api/calls/${call}/unmask`)).status, 403);
  for (const ended of [call, withheld]) await give({ type: "call.hung-up", call: ended });
  const reads = await room.query("select operator, what, subject from reads where what <> 'incident'");
  assert.deepEqual(reads, [{ operator: room.idOf("intan"), what: "unmask", subject: call }]);
});

test("a recording is fetched in byte ranges by the supervisor and by the operator who took the call", async () => {
  const joko = await sitDown("joko");
  const call = await ring("+6281377777777");
  const answered = await joko.ask("POST", `/api/calls/${call}/answer`);
  assert.equal(answered.status, 204, answered.text);
  const file = `recordings/2026-01-01/${call}.wav`;
  mkdirSync(join(room.dataDir, "recordings/2026-01-01"), { recursive: true });
  writeFileSync(join(room.dataDir, file), "RIFF....WAVE");
  const path = `/api/calls/${call}/recording`;
  assert.equal((await joko.ask("GET", path)).json.code, "no-recording");
  await give({ type: "recording.finished", call, sha256: "ab".repeat(32), duration: 2_000, file });

  const whole = await joko.ask("GET", path);
  assert.deepEqual([whole.status, whole.text], [200, "RIFF....WAVE"]);
  assert.equal(whole.headers.get("cache-control"), "no-store");
  assert.equal(whole.headers.get("content-disposition"), `attachment; filename="${call}.wav"`);
  const part = await (await signIn(room, "hadi")).ask("GET", path, undefined, { range: "bytes=0-3" });
  assert.deepEqual([part.status, part.text, part.headers.get("content-range")], [206, "RIFF", "bytes 0-3/12"]);
  const other = await (await signIn(room, "kartika")).ask("GET", path);
  assert.deepEqual([other.status, other.json.code], [403, "not-allowed"]);
});

test("the reference names everything a shift needs, and test numbers are the supervisor's to mark", async () => {
  const lukman = await signIn(room, "lukman");
  const { json } = await lukman.ask("GET", "/api/reference");
  assert.deepEqual(
    [json.areas.length, json.agencies.length, json.desks.length, json.lines.length, json.city.name],
    [67, 14, 5, 1, "Kota Serang"],
  );
  assert.equal((await lukman.ask("POST", "/api/test-numbers", { number: "abc" })).json.code, "bad-number");
  assert.equal((await lukman.ask("POST", "/api/test-numbers", { number: "081200001111" })).status, 204);
  const marked = (await lukman.ask("GET", "/api/test-numbers")).json.numbers;
  assert.equal(marked[0].masked, "0812 •••• 1111");
  for (const _twice of [1, 2])
    assert.equal((await lukman.ask("DELETE", `/api/test-numbers/${marked[0].id}`)).status, 204);
  assert.deepEqual(await room.query("select operator, subject from reads where what = 'unmark-test-number'"), [
    { operator: room.idOf("lukman"), subject: marked[0].id },
  ]);
  assert.equal((await (await signIn(room, "fajar")).ask("GET", "/api/test-numbers")).status, 403);
});
