import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test, type TestContext } from "node:test";
import { readTriagePolicy } from "@siaga/configuration";
import { type CentreEvent, type EventOf, type EventType, normalPolicy, triageDefaults } from "@siaga/core";
import { type Record, startPostgres } from "@siaga/postgres";
import { arrival, man } from "../rehearsal/calls.ts";
import type { KilledChange } from "../rehearsal/killed-in-change.ts";
import { type Instance, newInstance, openRehearsal, type Rehearsal, until } from "../rehearsal/open-rehearsal.ts";
import { openPolicyFile } from "./policy-file.ts";

const dataDir = mkdtempSync(join(tmpdir(), "siaga-record-"));
const started = await startPostgres({ dataDir });
assert.ok(started.ok);
const { url } = started;
after(async () => {
  await started.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const policy = { ...normalPolicy, triage: triageDefaults };
const abuser = "+6281255500001";

async function logged<T extends EventType>(record: Record, type: T): Promise<EventOf<T>[]> {
  const events: CentreEvent[] = [];
  for await (const { event } of record.log.read(0)) events.push(event);
  return events.filter((event) => event.type === type) as EventOf<T>[];
}

/** The record knows of so many earlier calls of this number, each labelled so. */
async function labelledBefore({ record }: Rehearsal, number: string, many: number, label: "prank" | "emergency") {
  const id = await record.personal.numberId(number);
  const at = Date.now() - 60_000;
  const events = Array.from({ length: many }, (_, place): CentreEvent[] => {
    const call = `${label}-${number.slice(-4)}-${place}`;
    const from = { line: "112", trunk: "carrier", caller: { kind: "number", id }, history: null, test: false } as const;
    return [
      { type: "call.admitted", at, call, ...from },
      {
        type: "call.ended",
        at,
        call,
        outcome: "answered",
        by: "caller",
        code: null,
        waited: 0,
        talked: 1,
        test: false,
      },
      { type: "call.classified", at, call, operator: "ani", classification: label, by: "operator" },
    ];
  }).flat();
  await record.log.append({ events, promised: [] });
  await record.projection.project();
}

/** A centre over a record in which a number was labelled before anything began. */
async function withHistory(t: TestContext): Promise<Rehearsal> {
  const first = await openRehearsal({ url, policy });
  await labelledBefore(first, abuser, 6, "prank");
  await first.stop();
  const room = await first.again();
  t.after(() => room.close());
  // A connection that is only being opened may take longer than a caller waits for it.
  const id = await room.record.personal.numberId(abuser);
  await room.record.histories.of(id, Date.now(), triageDefaults.memory);
  return room;
}

test("what the record knows of a number decides its lane, and stands in the log beside the decision", async (t) => {
  const room = await withHistory(t);
  const { exchange, record } = room;
  man(exchange, "meja-1", "ani");
  exchange.report(arrival("known"), abuser);
  await until("the caller is asked", () => exchange.asked("prompt.play").length > 0);
  exchange.report(arrival("new"), "+6281255500002");
  await until("the desk rings for the other", () => exchange.asked("operator.ring").length > 0);

  assert.equal(exchange.asked("operator.ring")[0]?.effect.call, "new");
  const admitted = (await logged(record, "call.admitted")).find(({ call }) => call === "known");
  assert.deepEqual(admitted?.history?.classified, { prank: 6 });
  const { nuisance = 0, genuine } = admitted?.history?.faded ?? {};
  assert.ok(nuisance > 5.9 && nuisance <= 6, `${nuisance}`);
  assert.equal(genuine, 0);
  const queued = await logged(record, "call.queued");
  assert.deepEqual(
    queued.filter(({ call }) => call === "known" || call === "new").map(({ call, place }) => [call, place?.lane]),
    [
      ["known", "waiting"],
      ["new", "express"],
    ],
  );
  const fresh = (await logged(record, "call.admitted")).find(({ call }) => call === "new");
  assert.equal(fresh?.history?.faded, undefined, "a number nobody knows is no evidence");
});

test("screens see the lane, the reasons as facts and what a caller waits for, and never a score", async (t) => {
  const room = await withHistory(t);
  const { exchange, leading } = room;
  const patches: string[] = [];
  leading.live.subscribe((patch) => void patches.push(JSON.stringify(patch)));
  man(exchange, "meja-1", "ani");
  exchange.report(arrival("known"), abuser);
  await until("the row says so", () => leading.live.board().calls["known"]?.place?.challenge === "asked");

  const row = leading.live.board().calls["known"];
  assert.deepEqual(row?.place?.reasons, ["nuisance-before"]);
  assert.deepEqual([row?.place?.lane, row?.place?.waitsFor], ["waiting", "question"]);
  assert.equal(row?.history?.classified["prank"], 6);
  assert.equal(row?.place?.promotesAt, (row?.arrivedAt ?? 0) + (triageDefaults.promoteAfter ?? 0));
  await until("the room says so", () => leading.live.board().room.lanes.waiting.waiting === 1);
  const { room: shown } = leading.live.board();
  assert.deepEqual([shown.order, shown.operators, shown.heldBack], ["triage", 1, "question"]);
  // The calls the record was given to begin with are among them.
  assert.equal(shown.callsLast10Minutes, 7);
  const measured = await room.registry.metrics();
  assert.match(measured, /^siaga_lane_waiting\{lane="waiting"\} 1$/m);
  assert.match(measured, /^siaga_triage 1$/m);
  assert.doesNotMatch(measured, /known|8125550/, "a measure names no call and nobody");
  assert.doesNotMatch([JSON.stringify(leading.live.board()), ...patches].join("\n"), /"risk"|"faded"|nuisance":\d/);
});

test("the policy in force is the log's: the exchange is welcomed with it and hears of every change", async (t) => {
  const room = await openRehearsal({ url, policy });
  t.after(() => room.close());
  const { exchange, record, leading } = room;
  await until("the exchange is welcomed", () => exchange.welcomes.length === 1);
  assert.deepEqual(exchange.welcomes[0]?.policy.triage, triageDefaults);
  const [first, ...more] = await logged(record, "policy.changed");
  assert.deepEqual([first?.operator, more.length], [null, 0]);

  const triage = { ...triageDefaults, promoteAfter: 180_000 };
  await leading.centre.accept({ type: "policy.changed", operator: "sari", triage });
  await until("the exchange heard", () =>
    exchange.commits.some(({ events }) => events.some(({ type }) => type === "policy.changed")),
  );
  assert.equal(leading.live.lastPolicyChange()?.operator, "sari");
  await leading.centre.accept({ type: "policy.changed", operator: "sari", triage: null });
  assert.equal(leading.centre.state().policy.triage, null);
});

const read = (file: string) => {
  const found = readTriagePolicy(file, "empty");
  assert.ok(found.ok);
  return { order: found.order, parameters: found.parameters };
};
const policyFileAt = (file: string) => openPolicyFile({ city: "empty", triage: { ...read(file), file } });

async function kill(instance: Instance, told: Pick<KilledChange, "file" | "killed" | "promoteAfter">): Promise<void> {
  const { personal, lookup, link } = instance.keys;
  const hex = { personal: personal.toString("hex"), lookup: lookup.toString("hex"), link: link.toString("hex") };
  const change: KilledChange = { ...told, ...instance, url, keys: hex };
  const script = join(import.meta.dirname, "../rehearsal/killed-in-change.ts");
  const centre = spawn(process.execPath, [script, JSON.stringify(change)], { stdio: ["ignore", "ignore", "inherit"] });
  const [, signal] = await once(centre, "exit");
  assert.equal(signal, "SIGKILL");
  // The rehearsed exchange died with it and left its socket.
  rmSync(join(instance.dataDir, "exchange.sock"), { force: true });
}

test("a centre killed outright in the middle of a change starts with what was said last, in log, file and state", async (t) => {
  const instance = newInstance();
  const file = join(instance.dataDir, "triage-policy.json");
  await kill(instance, { file, killed: "after", promoteAfter: 180_000 });
  assert.equal(read(file).parameters.promoteAfter, triageDefaults.promoteAfter, "the file did not know yet");

  const room = await openRehearsal({ url, instance, policyFile: policyFileAt(file) });
  t.after(() => room.close());
  assert.equal(room.leading.centre.state().policy.triage?.promoteAfter, 180_000);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).parameters.promoteAfter, 180_000);
  await room.stop();
  await room.exchange.close();

  await kill(instance, { file, killed: "before", promoteAfter: 30_000 });
  const again = await openRehearsal({ url, instance, policyFile: policyFileAt(file) });
  t.after(() => again.close());
  assert.equal(again.leading.centre.state().policy.triage?.promoteAfter, 180_000);
  assert.equal(read(file).parameters.promoteAfter, 180_000);
  const changes = (await logged(again.record, "policy.changed")).map(({ operator }) => operator);
  assert.deepEqual(changes, [null, "sari"]);
});
