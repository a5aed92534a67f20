import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hasCaller, isSendingOn, isWithOthers } from "#handling";
import { countEvent, emptyLedger, reconciles } from "#report";
import type { CentreEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import { failOpenPolicy } from "./policy.ts";
import { reconcile, takeOver } from "./reconcile.ts";
import { clockwork, nextInput, noNames, opening, seededDraw } from "./rehearsal/index.ts";
import { mechanics } from "./rehearsal/mechanics.ts";
import { arrival, at, effectsOf, roomWith, serang, typesOf } from "./rehearsal/room.ts";
import { standingEffects, standingTimers } from "./standing.ts";
import { type CentreState, emptyCentre, restoreCentre, snapshotOf } from "./state.ts";

const separations = fc.record({ seed: fc.integer(), before: fc.nat(120), behind: fc.nat(20), after: fc.nat(120) });

/** A centre dies; the exchange goes on with its own core on a standing copy that may be some events behind. */
function separate({ seed, before, behind, after }: { seed: number; before: number; behind: number; after: number }) {
  const draw = seededDraw(seed);
  const names = noNames();
  const log: CentreEvent[] = [];
  const state = emptyCentre(serang);
  const room = clockwork(state, (_timed, step) => log.push(...step.events));
  let now = at(1000);
  for (const input of opening()) room.play(input, now);
  for (let n = 0; n < before; n += 1) room.play(nextInput(state, draw, names), (now += draw(3000)));

  const copy = emptyCentre(serang);
  for (const event of log.slice(0, Math.max(0, log.length - behind))) evolve(copy, event);
  const alone = restoreCentre(snapshotOf(copy), failOpenPolicy(serang));
  const lateFacts: CentreEvent[] = [...takeOver(alone, now).events];
  const exchange = clockwork(alone, (_timed, step) => lateFacts.push(...step.events), standingTimers(alone));
  for (let n = 0; n < after; n += 1) exchange.play(nextInput(alone, draw, names), (now += draw(3000)));
  return { state, log, alone, lateFacts, now };
}

const heldBy = (alone: CentreState) => {
  const living = [...alone.calls.values()].filter(({ state }) => state !== "ended");
  const outgoing = [...alone.callbacks.values()].flatMap((callback) => callback.outgoing ?? []);
  const parties = [...alone.parties.values()].filter(({ to }) => to.kind !== "desk");
  return [
    ...parties.map(({ id }) => ({ call: id, joinedDesk: null, signalling: "up" as const })),
    ...living.map((call) => ({
      call: call.id,
      joinedDesk: call.answeredBy?.desk ?? null,
      signalling: call.announcedAt === null && call.answeredAt === null ? ("ringing" as const) : ("up" as const),
    })),
    ...outgoing.map(({ call, desk }) => ({ call, joinedDesk: desk, signalling: "up" as const })),
  ];
};

test("after any separation the ledger reconciles, and nobody waits whom the exchange does not hold", () => {
  fc.assert(
    fc.property(separations, (separation) => {
      const { state, log, alone, lateFacts, now } = separate(separation);
      const heldCalls = heldBy(alone);

      const step = reconcile(state, { lateFacts, heldCalls, connectedDesks: alone.linked, now });

      const whole = [...log, ...step.events];
      const ledger = emptyLedger();
      for (const event of whole) countEvent(ledger, event);
      assert.ok(reconciles(ledger));
      const living = [...state.calls.values()].filter((call) => call.state !== "ended");
      assert.equal(ledger.open, living.filter(({ test }) => !test).length);
      for (const { id } of living) assert.ok(heldCalls.some(({ call }) => call === id));
      const ends = whole.filter((event) => event.type === "call.ended").map(({ call }) => call);
      assert.equal(new Set(ends).size, ends.length);
      for (const [n, event] of whole.entries()) assert.ok(n === 0 || event.at >= whole[n - 1]!.at);

      const standing = new Set(standingTimers(state).map(({ key }) => key));
      for (const { id, call } of state.parties.values())
        assert.ok(
          living.some((one) => one.id === call),
          id,
        );
      for (const { answeredBy, id } of living.filter((call) => call.state === "answered"))
        assert.ok(standsAt(state, answeredBy!.desk) || isWithOthers(state, id), `${id} is left in silence`);
      for (const { id } of living.filter((call) => call.state === "transferred")) {
        const parties = [...state.parties.values()].filter((party) => party.call === id);
        // With somebody, or hearing it ring where an agency has sent them on, for no longer than the party's limit.
        const rings = parties.some(({ id: to }) => standing.has(`party:${to}`));
        assert.ok(parties.some((party) => party.state === "talking") || (isSendingOn(state, id) && rings));
      }

      const folded = emptyCentre(serang);
      for (const event of whole) evolve(folded, event);
      assert.deepEqual(snapshotOf(folded), snapshotOf(state));
      for (const offer of state.offers.values()) assert.equal(state.desks.get(offer.desk)?.state, "ringing");
    }),
    { numRuns: 300 },
  );
});

const cutOff = fc.record({ seed: fc.integer(), before: fc.nat(150), lost: fc.integer({ min: 1, max: 25 }) });

/** A centre that dies between its log and the exchange: what it decided last is durable, and nobody was told. */
function cutShort({ seed, before, lost }: { seed: number; before: number; lost: number }) {
  const draw = seededDraw(seed);
  const names = noNames();
  const state = emptyCentre(serang);
  const exchange = mechanics();
  let isTold = true;
  const room = clockwork(state, ({ input }, step) => {
    exchange.happened(input, step);
    if (isTold) exchange.perform(step.effects);
  });
  let now = at(1000);
  for (const input of opening()) room.play(input, now);
  for (let n = 0; n < before; n += 1) room.play(nextInput(state, draw, names), (now += draw(3000)));
  isTold = false;
  for (let n = 0; n < lost; n += 1) room.play(nextInput(state, draw, names), (now += draw(1000)));
  return { state, exchange, now };
}

const standsAt = (state: CentreState, desk: string): boolean => state.desks.get(desk)?.connected === true;

test("what a centre decided and died before telling is done when the next one leads: nothing more is held, and each caller hears what the log says", () => {
  fc.assert(
    fc.property(cutOff, (cut) => {
      const { state, exchange, now } = cutShort(cut);
      const reunion = { lateFacts: [], heldCalls: exchange.held(), connectedDesks: [...state.linked], now };

      exchange.perform(reconcile(state, reunion).effects);

      const living = [...state.calls.values()].filter((call) => call.state !== "ended");
      assert.deepEqual([...exchange.calls.keys()].toSorted(), living.map(({ id }) => id).toSorted());
      const dialled = [...state.parties.values()].filter(({ to }) => to.kind !== "desk").map(({ id }) => id);
      assert.deepEqual([...exchange.parties.keys()].toSorted(), dialled.toSorted());
      for (const call of living) {
        if (call.state === "elsewhere") continue;
        const leg = exchange.calls.get(call.id)!;
        assert.equal(leg.desk, hasCaller(call, call.answeredBy?.desk ?? "") ? call.answeredBy!.desk : null, call.state);
        const speaks = call.state === "answered" || (call.state === "transferred" && !isSendingOn(state, call.id));
        assert.equal(leg.hears === "person", speaks, `${call.id} ${call.state} hears ${leg.hears}`);
        assert.notEqual(leg.hears, "nothing");
      }
      const callingBack = [...state.callbacks.values()].flatMap(({ outgoing }) => outgoing ?? []);
      assert.deepEqual([...exchange.outgoing.keys()].toSorted(), callingBack.map(({ call }) => call).toSorted());
      for (const { call, desk, answeredAt } of callingBack)
        if (answeredAt !== null)
          assert.equal(exchange.outgoing.get(call)?.hears, standsAt(state, desk) ? "person" : "prompt");
    }),
    { numRuns: 300 },
  );
});

test("a caller nobody here has heard of is no leftover: only what had its end is let go of", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("over"), { type: "offer.accepted", call: "over", desk: "meja-1" });
  room.play(20, { type: "call.released", call: "over", desk: "meja-1" });
  const held = (call: string, outgoing = false) => ({ call, joinedDesk: null, signalling: "up" as const, outgoing });

  const step = reconcile(room.state, {
    lateFacts: [],
    heldCalls: [held("over"), held("stranger"), held("somebody beside the stranger", true)],
    connectedDesks: ["meja-1"],
    now: at(21),
  });

  assert.deepEqual(effectsOf(step, "call.hang-up"), [{ type: "call.hang-up", call: "over" }]);
  assert.deepEqual([...effectsOf(step, "party.hang-up"), ...effectsOf(step, "callback.hang-up")], []);
});

test("when nothing was behind, every call admitted while alone is in the log with its own time", () => {
  fc.assert(
    fc.property(separations, (separation) => {
      const { state, alone, lateFacts, now } = separate({ ...separation, behind: 0 });
      const step = reconcile(state, { lateFacts, heldCalls: heldBy(alone), connectedDesks: alone.linked, now });

      const told = step.events.filter(({ type }) => type === "call.admitted");
      const admitted = lateFacts.filter(({ type }) => type === "call.admitted");
      assert.deepEqual(
        told.map(({ occurredAt }) => occurredAt),
        admitted.map((event) => event.at),
      );
      const answered = (events: readonly CentreEvent[]) =>
        events.flatMap((event) => (event.type === "call.answered" ? [[event.call, event.desk]] : []));
      assert.deepEqual(answered(step.events), answered(lateFacts));
    }),
    { numRuns: 100 },
  );
});

test("a caller who gave up while no centre was there is called back, once their number is known", () => {
  const room = roomWith("meja-1");
  const { type: _arrived, ...facts } = arrival("first");
  const ended = { outcome: "abandoned_ringing", by: "caller", code: null, waited: 2000, talked: 0 } as const;

  const step = reconcile(room.state, {
    lateFacts: [
      { type: "call.admitted", ...facts, at: at(10) },
      { type: "call.queued", call: "first", at: at(10) },
      { type: "call.ended", call: "first", ...ended, test: false, at: at(12) },
    ],
    heldCalls: [],
    connectedDesks: ["meja-1"],
    now: at(20),
  });

  assert.deepEqual(typesOf(step), ["call.admitted", "call.queued", "callback.opened", "call.ended"]);
  assert.equal(room.state.callbacks.get("first")?.openedAt, at(12));
});

test("one call up, one ringing, one waiting: all three outlive the centre, and one the exchange lost is interrupted", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("talking"), { type: "offer.accepted", call: "talking", desk: "meja-1" });
  room.play(11, arrival("ringing"));
  room.play(12, arrival("waiting"));
  room.play(13, arrival("gone"));
  const state = restoreCentre(JSON.parse(JSON.stringify(snapshotOf(room.state))), serang);
  const answered: CentreEvent = {
    type: "call.answered",
    call: "ringing",
    desk: "meja-2",
    operator: "op-meja-2",
    waited: 4000,
    at: at(15),
  };

  const step = reconcile(state, {
    lateFacts: [answered],
    heldCalls: [
      { call: "talking", joinedDesk: "meja-1", signalling: "up" },
      { call: "ringing", joinedDesk: "meja-2", signalling: "up" },
      { call: "waiting", joinedDesk: null, signalling: "up" },
    ],
    connectedDesks: ["meja-1", "meja-2"],
    now: at(20),
  });

  assert.deepEqual(typesOf(step), ["call.answered", "callback.opened", "call.ended"]);
  assert.deepEqual([step.events[0]?.at, step.events[0]?.occurredAt], [at(20), at(15)]);
  assert.deepEqual(
    effectsOf(step, "call.join").map(({ call, desk }) => [call, desk]),
    [
      ["talking", "meja-1"],
      ["ringing", "meja-2"],
    ],
  );
  assert.deepEqual(state.waiting, ["waiting"]);
});

test("a desk that did not come back passes its ringing call on", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"));

  const step = reconcile(room.state, {
    lateFacts: [],
    heldCalls: [{ call: "first", joinedDesk: null, signalling: "ringing" }],
    connectedDesks: ["meja-2"],
    now: at(12),
  });

  assert.deepEqual(typesOf(step), ["offer.withdrawn", "desk.vanished", "call.offered"]);
});

test("failing open, a call that rang at one desk rings at every desk at once", () => {
  const room = roomWith("meja-1", "meja-2");
  room.play(10, arrival("first"));
  const alone = restoreCentre(snapshotOf(room.state), failOpenPolicy(serang));

  const step = takeOver(alone, at(12));

  assert.deepEqual(
    step.events.map((event) => (event.type === "call.offered" ? event.desk : null)),
    ["meja-2"],
  );
  assert.deepEqual(
    effectsOf(step, "timer.start").map(({ key }) => key),
    ["offer:2", "ringing:first", "overdue:first", "offer:1"],
  );
});

test("the standing effects of a held conversation join it and hold it", () => {
  const room = roomWith("meja-1");
  room.play(10, arrival("first"), { type: "offer.accepted", call: "first", desk: "meja-1" });
  room.play(11, { type: "hold.requested", call: "first", desk: "meja-1" });

  assert.deepEqual(
    standingEffects(room.state).map(({ type }) => type),
    ["call.join", "call.hold"],
  );
});
