import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type CentreEvent, emptyLedger, reconciles } from "@siaga/core";
import { type Record, startPostgres } from "@siaga/postgres";
import { arrival, man, manned } from "../rehearsal/calls.ts";
import { openRehearsal, until } from "../rehearsal/open-rehearsal.ts";

const dataDir = mkdtempSync(join(tmpdir(), "siaga-record-"));
const started = await startPostgres({ dataDir });
assert.ok(started.ok);
const { url } = started;
after(async () => {
  await started.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function logOf(record: Record): Promise<CentreEvent[]> {
  const events: CentreEvent[] = [];
  for await (const { event } of record.log.read(0)) events.push(event);
  return events;
}

test("a call is in the log before its caller hears ringing", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, record } = room;
  const input = arrival();
  exchange.report(input, "+6281234564417");

  await until("the caller hears ringing", () => exchange.asked("call.ring").length === 1);
  const admitted = (await logOf(record)).find((event) => event.type === "call.admitted");
  assert.equal(admitted?.call, input.call);
  assert.equal(admitted?.caller.kind, "number");
  assert.equal(exchange.kept(), 1);
});

test("a ringing desk gets the facts and a number too short to dial", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading, record } = room;
  const first = arrival();
  exchange.report(first, "+6281234564417");
  exchange.report({ type: "call.hung-up", call: first.call });
  await until("the first call ended", () => leading.centre.ledger().open === 0 && exchange.kept() === 2);
  await record.projection.project();
  man(exchange, "meja-1", "ani");
  exchange.report(arrival(), "+6281234564417");

  await until("the desk rings", () => exchange.asked("operator.ring").length === 1);
  const card = exchange.asked("operator.ring")[0]?.card;
  assert.equal(card?.number, "0812 •••• 4417");
  assert.equal(card?.lineName, "112 Darurat");
  assert.equal(card?.callsToday, 1);
});

test("the live board shows a call at once and never its number", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading } = room;
  const patches: string[] = [];
  leading.live.subscribe((patch) => patches.push(JSON.stringify(patch)));
  const input = arrival();
  exchange.report(input, "+6281234564417");

  await until("the board has the call", () => leading.live.board().calls[input.call] !== undefined);
  await until("a patch was shown", () => patches.length > 0);
  assert.equal(leading.live.board().calls[input.call]?.number, "0812 •••• 4417");
  assert.equal(leading.live.board().figures.waiting, 1);
  assert.ok(!patches.join().includes("81234564417"));
});

test("calls on a test line and from a test number work and never count", async (t) => {
  const testNumbers = new Set<string>();
  const room = await openRehearsal({ url, testNumbers });
  t.after(() => room.close());
  const { exchange, leading, record } = room;
  testNumbers.add(await record.personal.numberId("+628111"));
  exchange.report(arrival("marked-line", "uji"), "+628222");
  exchange.report(arrival("marked-number"), "+628111");
  exchange.report(arrival("counted"), "+628222");

  await until("all three ring", () => exchange.asked("call.ring").length === 3);
  assert.deepEqual({ ...leading.centre.ledger(), outcomes: null }, { incoming: 1, open: 1, tests: 2, outcomes: null });
});

test("a centre that ends and starts again knows exactly what it knew", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading } = room;
  man(exchange, "meja-1", "ani");
  exchange.report(arrival("talking"), "+62811");
  exchange.report(arrival("waiting"), "+62812");
  await until("a desk rings", () => exchange.asked("operator.ring").length > 0);
  exchange.report({ type: "offer.accepted", call: "talking", desk: "meja-1" });
  await until("they talk", () => exchange.asked("call.join").length > 0);
  const before = { board: structuredClone(leading.live.board()), ledger: leading.centre.ledger() };
  const calls = [...leading.centre.state().calls.values()];
  await room.stop();

  exchange.hello = {
    connectedDesks: ["meja-1"],
    held: [
      { call: "talking", arrivedAt: 0, signalling: "up", joinedDesk: "meja-1", outgoing: false },
      { call: "waiting", arrivedAt: 0, signalling: "ringing", joinedDesk: null, outgoing: false },
    ],
  };
  const back = await room.again();
  t.after(() => back.stop());
  await until("the exchange is led again", () => exchange.welcomes.length === 2);
  assert.deepEqual([...back.leading.centre.state().calls.values()], calls);
  assert.deepEqual(back.leading.centre.ledger(), before.ledger);
  await until("numbers are read back", () => back.leading.live.board().calls["talking"]?.number != null);
  assert.deepEqual(back.leading.live.board().calls, before.board.calls);
  assert.equal(exchange.welcomes[1]?.epoch, 2);
});

test("two thousand calls at once: none is lost and the ledger reconciles", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading, record } = room;
  man(exchange, "meja-1", "ani");
  for (let index = 0; index < 2_000; index += 1) {
    const input = arrival(`call-${index}`);
    exchange.report(input, `+62812${1_000_000 + (index % 700)}`);
    if (index % 3 === 0) exchange.report({ type: "call.hung-up", call: input.call });
  }

  await until("every report is kept", () => exchange.kept() === 3 + 2_000 + 667, 60_000);
  assert.equal(new Set(exchange.asked("call.ring").map(({ effect }) => effect.call)).size, 2_000);
  const ledger = leading.centre.ledger();
  assert.equal(ledger.incoming, 2_000);
  assert.ok(reconciles(ledger));
  for (const call of leading.centre.state().calls.values())
    assert.equal(leading.live.board().calls[call.id]?.state, call.state);
  const viewed = await record.views.ledger();
  assert.deepEqual(viewed.ledger, ledger);
  assert.equal((await record.verifyChain()).ok, true);
  const keys = exchange.commits.flatMap(({ effects }) => effects.map(({ key }) => key));
  assert.equal(new Set(keys).size, keys.length);
});

test("what the exchange did alone enters the log with its own times, and the ledger reconciles", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading, record } = room;
  await until("the exchange is led", () => exchange.welcomes.length === 1);
  const at = Date.now() - 60_000;
  const { type: _type, ...alone } = arrival("alone");
  exchange.hello = {
    lateFacts: [
      { type: "call.admitted", at, ...alone },
      { type: "call.queued", at, call: "alone" },
      {
        type: "call.ended",
        at: at + 5_000,
        call: "alone",
        outcome: "abandoned_ringing",
        by: "caller",
        code: null,
        waited: 5_000,
        talked: 0,
        test: false,
      },
    ],
    latePresented: { alone: { number: "+6281234564417" } },
  };
  exchange.drop();

  await until("the late call is counted", () => leading.centre.ledger().incoming === 1);
  const admitted = (await logOf(record)).find((event) => event.type === "call.admitted");
  assert.equal(admitted?.occurredAt, at);
  assert.ok((admitted?.at ?? 0) > at);
  assert.ok(admitted?.caller.kind === "number");
  assert.equal((await record.personal.read([admitted.caller.id])).get(admitted.caller.id), "+6281234564417");
  assert.deepEqual(leading.centre.ledger().outcomes, { ...emptyLedger().outcomes, abandoned_ringing: 1 });
  await until("it is welcomed again", () => exchange.welcomes.length === 2);
  assert.equal(exchange.welcomes[1]?.kept, 0);
});

test("a report told again after a broken link is handled once", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading } = room;
  const report = exchange.report(arrival("once"), "+62811");
  await until("it rings", () => exchange.asked("call.ring").length === 1);
  exchange.hello = {
    unkept: [report],
    held: [{ call: "once", arrivedAt: 0, signalling: "ringing", joinedDesk: null, outgoing: false }],
  };
  exchange.drop();

  await until("it is welcomed again", () => exchange.welcomes.length === 2);
  exchange.report(arrival("next"), "+62812");
  await until("the next is kept", () => exchange.kept() === 2);
  assert.equal(leading.centre.ledger().incoming, 2);
});

test("a centre fenced by a newer epoch writes nothing more and leaves", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, record } = room;
  await until("the exchange is led", () => exchange.welcomes.length === 1);
  // A network that kept the first centre from renewing: its lease grew stale and another seat took it.
  await record.lease.release(1);
  const other = await room.again("there");
  t.after(() => other.stop());
  exchange.report(arrival("late"), "+62811");

  await until("the first centre leaves", () => room.superseded());
  assert.equal(other.leading.epoch, 2);
  const epochs = (await logOf(record)).filter((event) => event.type === "call.admitted").length;
  assert.ok(epochs <= 1);
});

test("a dispatch is delivered when the agency's screen has it", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { leading } = room;
  const { centre, agencyScreens } = leading;
  for (const input of manned("meja-1", "ani")) await centre.accept(input);
  await centre.accept({
    type: "incident.reported",
    incident: "kebakaran",
    call: null,
    operator: "ani",
    incidentType: "fire",
    priority: 1,
    place: { area: null, point: null, spoken: null },
    narrative: null,
    test: false,
  });
  const sent = await centre.accept({
    type: "dispatch.requested",
    incident: "kebakaran",
    operator: "ani",
    dispatches: [{ dispatch: "d-1", agency: "damkar" }],
  });
  assert.ok(sent.ok);
  assert.equal(leading.live.board().dispatches["d-1"]?.state, "sent");
  agencyScreens.attach("damkar", { shown: async () => true });

  await until("it is delivered", () => leading.live.board().dispatches["d-1"]?.state === "delivered");
  const again = await centre.accept({
    type: "dispatch.requested",
    incident: "kebakaran",
    operator: "ani",
    dispatches: [{ dispatch: "d-2", agency: "damkar" }],
  });
  assert.deepEqual(again, { ok: false, code: "already-dispatched" });
});

test("an abandoned caller is dialled back with the number that rests encrypted", async (t) => {
  const room = await openRehearsal({ url });
  t.after(() => room.close());
  const { exchange, leading } = room;
  man(exchange, "meja-1", "ani");
  exchange.report({ type: "operator.paused", desk: "meja-1", reason: "istirahat" });
  exchange.report(arrival("gone"), "+6281234564417");
  exchange.report({ type: "call.hung-up", call: "gone" });
  await until("the call-back stands", () => leading.live.board().callbacks["gone"] !== undefined);
  assert.equal(leading.live.board().callbacks["gone"]?.because, "left_in_announcement");
  const dialled = await leading.centre.accept({
    type: "callback.requested",
    callback: "gone",
    outgoing: "out",
    desk: "meja-1",
  });

  assert.ok(dialled.ok);
  await until("the exchange dials", () => exchange.asked("callback.dial").length === 1);
  assert.equal(exchange.asked("callback.dial")[0]?.number, "+6281234564417");
});
