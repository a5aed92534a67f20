import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { type CallerHistory, type Input, triageDefaults } from "@siaga/core";
import { openTestRoom, signIn, type TestRoom } from "./test-room.ts";

let room: TestRoom;
before(async () => {
  room = await openTestRoom();
  const triage = { ...triageDefaults, glance: { limit: 4_000, again: 30_000 } };
  await give({ type: "policy.changed", operator: null, triage });
});
after(() => room.close());

const give = async (input: Input): Promise<void> => void assert.equal((await room.centre.accept(input)).ok, true);

async function sitDown(username: string) {
  const person = await signIn(room, username);
  const { desk } = (await person.ask("POST", "/api/desk", {})).json as { desk: string };
  await give({ type: "desk.connected", desk });
  assert.equal((await person.ask("POST", "/api/desk/ready")).status, 204);
  return { ...person, desk };
}
/** A call of somebody new, or of a number whose calls were often nuisance. */
async function ring(call: string, nuisance = 0): Promise<void> {
  const past = { callsToday: 0, calls30Days: nuisance, classified: { silent: nuisance } };
  const history: CallerHistory = { ...past, genuine: { count: 0, lastAt: null }, faded: { nuisance, genuine: 0 } };
  const caller = { kind: "number", id: `number-of-${call}` } as const;
  await give({ type: "call.arrived", call, line: "112", trunk: "t", caller, history, test: false });
}
const row = (call: string) => room.live.board().calls[call];

test("an operator lets a caller wait again for somebody who comes first, is shown for whom, and listens to who waits", async () => {
  const ani = await sitDown("ani");
  await ring("often", 6);
  assert.equal(row("often")?.place?.challenge, "asked");
  await give({ type: "challenge.lapsed", call: "often", attempt: 0 });
  assert.equal((await ani.ask("POST", "/api/calls/often/answer")).status, 204);
  assert.deepEqual([row("often")?.mayPark, row("often")?.parkSuggested], [true, null]);
  await ring("new");
  await give({ type: "surge.reviewed" });
  assert.equal(row("new")?.place?.lane, "express");

  assert.equal((await ani.ask("POST", "/api/calls/new/park")).json.code, "not-your-call");
  assert.equal((await ani.ask("POST", "/api/calls/often/park")).status, 204);
  assert.deepEqual(
    [row("often")?.state, row("often")?.place?.lane, row("often")?.mayPark],
    ["queued", "waiting", false],
  );
  assert.ok((row("often")?.parkedAt ?? 0) > 0);
  assert.equal((await ani.ask("POST", "/api/calls/new/answer")).status, 204);

  const citra = await sitDown("citra");
  const listening = await citra.ask("POST", "/api/calls/often/glance");
  assert.equal(listening.status, 204, listening.text);
  assert.equal(room.live.board().desks[citra.desk]?.listensTo, "often");
  assert.equal((await ani.ask("POST", "/api/calls/often/glance/end", { found: "unsure" })).json.code, "not-listening");
  assert.equal((await citra.ask("POST", "/api/calls/often/glance/end", { found: "hang-up" })).status, 400);
  assert.equal((await citra.ask("POST", "/api/calls/often/glance/end", { found: "emergency" })).status, 204);
  assert.deepEqual([row("often")?.place?.glanced, row("often")?.place?.lane], [true, "express"]);
  assert.equal(room.live.board().desks[citra.desk]?.listensTo, null);
});

test("without a desk nobody listens to or parks a caller, and an agency does neither", async () => {
  const eka = await signIn(room, "eka");
  assert.equal((await eka.ask("POST", "/api/calls/often/glance")).json.code, "no-desk");
  assert.equal((await eka.ask("POST", "/api/calls/often/park")).json.code, "no-desk");
  const damkar = await signIn(room, "damkar");
  for (const path of ["/api/calls/often/park", "/api/calls/often/glance", "/api/incidents/one/bulletin"])
    assert.equal((await damkar.ask("POST", path)).status, 403);
});

test("what everybody calls about is announced by a person of the room, and withdrawn", async () => {
  const citra = await signIn(room, "citra");
  assert.equal((await citra.ask("POST", `/api/incidents/${randomUUID()}/bulletin`)).json.code, "unknown-incident");
  const incident = randomUUID();
  const place = { area: null, spoken: null, point: null };
  const report = { incident, call: null, incidentType: "kebakaran", priority: 1, place, narrative: null, agencies: [] };
  assert.equal((await citra.ask("POST", "/api/incidents", report)).status, 204);
  assert.equal((await citra.ask("POST", `/api/incidents/${incident}/bulletin`)).status, 204);
  assert.equal(room.centre.state().triage.bulletin?.incident, incident);
  room.board.refresh(Date.now() + 1_000);
  assert.equal(room.live.board().room.bulletin?.incident, incident);
  assert.equal(typeof room.live.board().room.bulletin?.incidentTypeName, "string");
  assert.equal((await citra.ask("DELETE", `/api/incidents/${incident}/bulletin`)).status, 204);
  assert.equal(room.centre.state().triage.bulletin, null);
});

test("a screen that missed nothing is never told of a gap, also by events of which nothing shows", async () => {
  let held = room.live.board().seq;
  const gaps: number[] = [];
  const leave = room.live.subscribe(({ seq, after = seq }) => {
    if (after > held) gaps.push(after);
    held = Math.max(held, seq);
  });
  const before = held;
  await ring("speaks", 6);
  // Twice of no digit that is asked for: what is heard the second time shows nowhere.
  for (const digit of ["*", "#"]) await give({ type: "digit.received", call: "speaks", digit });
  await give({ type: "speech.heard", call: "speaks" });
  await give({ type: "call.hung-up", call: "speaks" });
  leave();
  assert.deepEqual([gaps, held > before, held], [[], true, room.live.board().seq]);
});
