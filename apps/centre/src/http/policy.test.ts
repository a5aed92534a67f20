import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { triageFields } from "@siaga/contracts/triage-policy";
import { triageDefaults } from "@siaga/core";
import { openTestRoom, signIn, type TestRoom } from "./test-room.ts";

let room: TestRoom;
before(async () => {
  room = await openTestRoom();
});
after(() => room.close());

type Person = Awaited<ReturnType<typeof signIn>>;
async function finished(person: Person, path: string) {
  for (let tries = 0; tries < 2_400; tries += 1) {
    const { status, json } = await person.ask("GET", path);
    assert.equal(status, 200);
    if (json.state !== "running") return json;
    await wait(50);
  }
  throw new Error(`${path} never ended`);
}
const proposed = { order: "triage", parameters: { promoteAfter: 60_000 } };

test("a supervisor reads the policy with every key's bounds, tries a change on simulated callers, and then saves it", async () => {
  const dedi = await signIn(room, "dedi");
  const read = (await dedi.ask("GET", "/api/policy/triage")).json;
  assert.equal(read.order, "first-come");
  assert.deepEqual(read.parameters, JSON.parse(JSON.stringify(triageDefaults)));
  assert.deepEqual(
    read.fields.map(({ key }: { key: string }) => key),
    Object.keys(triageFields),
  );
  assert.deepEqual([read.changedAt, read.changedBy], [null, null]);

  const early = await dedi.ask("PUT", "/api/policy/triage", { ...proposed, preview: "none" });
  assert.deepEqual([early.status, early.json.code], [409, "preview-first"]);
  const asked = { ...proposed, scenarios: ["evening"], operators: 3 };
  const started = await dedi.ask("POST", "/api/policy/triage/preview", asked);
  assert.equal(started.status, 202, started.text);
  const preview = await finished(dedi, `/api/policy/previews/${started.json.preview}`);
  assert.deepEqual([preview.state, preview.done, preview.of], ["done", 72, 72]);
  const [now, next, firstCome] = preview.results;
  assert.deepEqual([now.policy, next.policy, firstCome.policy], ["now", "proposed", "first-come"]);
  // Nobody is ordered yet: the present and first come, first served are the same callers under the same rule.
  assert.deepEqual({ ...now, policy: 0 }, { ...firstCome, policy: 0 });
  assert.ok(next.p10 > firstCome.p10 && next.refused === 0);
  assert.equal(next.answerTimes.at(-1).seconds, 600);

  const other = { order: "triage", parameters: { promoteAfter: 61_000 }, preview: started.json.preview };
  assert.equal((await dedi.ask("PUT", "/api/policy/triage", other)).json.code, "preview-first");
  const saved = await dedi.ask("PUT", "/api/policy/triage", { ...proposed, preview: started.json.preview });
  assert.equal(saved.status, 200, saved.text);
  assert.deepEqual([saved.json.order, saved.json.changedBy], ["triage", "Dedi Suryana"]);
  assert.equal(room.centre.state().policy.triage?.promoteAfter, 60_000);
  const file = JSON.parse(readFileSync(join(room.dataDir, "triage-policy.json"), "utf8"));
  assert.deepEqual([file.order, file.parameters.promoteAfter], ["triage", 60_000]);
});

test("the way back to first come, first served needs no trial, and is the supervisor's alone", async () => {
  const dedi = await signIn(room, "dedi");
  const back = { order: "first-come", parameters: { promoteAfter: 60_000 }, preview: null };
  assert.equal((await (await signIn(room, "ani")).ask("PUT", "/api/policy/triage", back)).status, 403);
  assert.equal((await dedi.ask("PUT", "/api/policy/triage", { ...back, order: "triage" })).json.code, "preview-first");
  const saved = await dedi.ask("PUT", "/api/policy/triage", back);
  assert.deepEqual([saved.status, saved.json.order], [200, "first-come"], saved.text);
  assert.equal(room.centre.state().policy.triage, null);
});

test("a value that cannot be used is refused with its key, and nobody else may change the policy", async () => {
  const dedi = await signIn(room, "dedi");
  const wrong = {
    order: "triage",
    parameters: { challenge: { timeout: 90_000 } },
    scenarios: ["evening"],
    operators: 2,
  };
  const refused = await dedi.ask("POST", "/api/policy/triage/preview", wrong);
  assert.deepEqual([refused.status, refused.json.code], [422, "bad-policy"]);
  assert.match(refused.json.sentence, /challenge\.timeout .* 90000: accepted is a number from 500 to 30000/);
  const unknown = await dedi.ask("POST", "/api/policy/triage/preview", {
    ...proposed,
    scenarios: ["no"],
    operators: 2,
  });
  assert.deepEqual([unknown.status, unknown.json.code], [422, "bad-scenario"]);
  assert.equal((await dedi.ask("GET", "/api/policy/previews/none")).status, 404);

  const admin = await signIn(room, "admin");
  assert.equal((await admin.ask("GET", "/api/policy/triage")).status, 200);
  assert.equal((await admin.ask("PUT", "/api/policy/triage", { ...proposed, preview: "x" })).status, 403);
  const ani = await signIn(room, "ani");
  for (const [method, path] of [
    ["GET", "/api/policy/triage"],
    ["GET", "/api/planner/x"],
  ] as const)
    // prettier-ignore
    assert.equal((await ani.ask(method, path)).status, 403);
});

test("a newer simulation takes the place of an older one, and the older says so", async () => {
  const dedi = await signIn(room, "dedi");
  const asked = { ...proposed, scenarios: ["evening", "flood5u"], operators: 3 };
  const first = (await dedi.ask("POST", "/api/policy/triage/preview", asked)).json.preview;
  const second = (await dedi.ask("POST", "/api/policy/triage/preview", { ...asked, scenarios: ["evening"] })).json
    .preview;
  const { state, sentence } = (await dedi.ask("GET", `/api/policy/previews/${first}`)).json;
  assert.equal(state, "failed");
  assert.match(sentence, /Simulasi lain dimulai/);
  assert.equal((await finished(dedi, `/api/policy/previews/${second}`)).state, "done");
});

test("a planner asks what happens with so many on shift, of a published scenario or a city's own file", async () => {
  const admin = await signIn(room, "admin");
  const request = { operators: [2], policies: ["triage", "fifo"], seeds: 3 };
  const started = await admin.ask("POST", "/api/planner", { ...request, scenario: "evening" });
  assert.equal(started.status, 202, started.text);
  const atOnce = (await admin.ask("GET", `/api/planner/${started.json.plan}`)).json.quick.erlangA;
  assert.equal(atOnce[0].operators, 2);
  const { state, share, report } = await finished(admin, `/api/planner/${started.json.plan}`);
  assert.deepEqual([state, share, report.replications], ["done", 1, 3]);
  const [{ operators, policies }] = report.perOperators;
  assert.equal(operators, 2);
  assert.ok(policies.triage.figures.p10.value >= policies.fifo.figures.p10.value);
  assert.ok(report.erlangA.length > 0);

  const own = { like: "evening", name: "malam kami", lines: 30 };
  const file = await admin.ask("POST", "/api/planner", { ...request, policies: ["fifo"], seeds: 1, file: own });
  assert.equal((await finished(admin, `/api/planner/${file.json.plan}`)).report.scenario, "malam kami");
  const wrong = await admin.ask("POST", "/api/planner", { ...request, file: { name: "x", like: "ramai" } });
  assert.deepEqual([wrong.status, wrong.json.code], [422, "bad-scenario"]);
  assert.match(wrong.json.sentence, /there is no scenario ramai/);
  const much = {
    scenario: "evening",
    operators: [1, 2, 3, 4, 5, 6, 7, 8],
    policies: ["triage", "fifo", "block3"],
    seeds: 100,
  };
  assert.equal((await admin.ask("POST", "/api/planner", much)).json.code, "plan-too-large");
  assert.equal((await admin.ask("POST", "/api/planner", request)).status, 400);
});

test("calls are taken while a simulation runs", async () => {
  const dedi = await signIn(room, "dedi");
  await dedi.ask("POST", "/api/policy/triage/preview", { ...proposed, scenarios: ["flood20u"], operators: 3 });
  const call = {
    type: "call.arrived",
    call: "meanwhile",
    line: "112",
    trunk: "t",
    history: null,
    test: false,
  } as const;
  assert.equal((await room.centre.accept({ ...call, caller: { kind: "withheld" } })).ok, true);
  assert.equal(room.centre.state().calls.has("meanwhile"), true);
});
