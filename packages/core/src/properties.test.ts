import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { partiesOf } from "#handling";
import { isIdle, isStaffed, isWaiting, lineOf, offersOf, supervisorsStandIn } from "#queue";
import { countEvent, emptyLedger, reconciles } from "#report";
import { centre, refusalOf, type Step } from "./centre.ts";
import type { CentreEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import { failOpenPolicy, type Policy } from "./policy.ts";
import { clockwork, logLines, nextInput, noNames, opening, seededDraw, type Timed } from "./rehearsal/index.ts";
import { serang } from "./rehearsal/room.ts";
import { standingTimers } from "./standing.ts";
import type { LinePlace } from "./triage-state.ts";
import { type Call, type CentreState, emptyCentre, restoreCentre, snapshotOf } from "./state.ts";

const shifts = fc.record({
  seed: fc.integer(),
  inputs: fc.integer({ min: 50, max: 400 }),
  failOpen: fc.boolean(),
  staffed: fc.boolean(),
  triaged: fc.boolean(),
});
const start = 1_000_000;
const runs = { numRuns: 100 };

type Rehearsed = { seed: number; inputs: number; failOpen: boolean; staffed: boolean; triaged: boolean };

const inOrderOf = { ...serang, triage: { ...triageDefaults, parkAnyAfter: 6_000 } };
const policyOf = ({ failOpen, triaged }: Rehearsed): Policy =>
  failOpen ? failOpenPolicy(serang) : triaged ? inOrderOf : serang;

/** Plays a shift; `see` looks at every step. Returns the log and the inputs as they were played. */
function playShift(shift: Rehearsed, see: (timed: Timed, step: Step) => void = () => undefined) {
  const log: CentreEvent[] = [];
  const played: Timed[] = [];
  const state = emptyCentre(policyOf(shift));
  const works = clockwork(state, (timed, step) => {
    log.push(...step.events);
    played.push(timed);
    see(timed, step);
  });
  const draw = seededDraw(shift.seed);
  const names = noNames();
  let now = start;
  if (shift.staffed) for (const input of opening()) works.play(input, now);
  for (let n = 0; n < shift.inputs; n += 1) {
    now += draw(6) === 0 ? draw(30_000) : draw(1_500);
    works.play(nextInput(state, draw, names), now);
  }
  return { state, log, played, timers: works.timers };
}

const ledgerOf = (log: readonly CentreEvent[]) => {
  const ledger = emptyLedger();
  for (const event of log) countEvent(ledger, event);
  return ledger;
};

const openCalls = (state: CentreState): number =>
  [...state.calls.values()].filter((call) => call.state !== "ended" && !call.test).length;

test("every call has exactly one outcome, and the ledger reconciles, whatever happens", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const { state, log } = playShift(shift);
      const ends = log.filter((event) => event.type === "call.ended").map(({ call }) => call);
      const admitted = log.filter((event) => event.type === "call.admitted").map(({ call }) => call);
      assert.equal(new Set(ends).size, ends.length);
      assert.equal(new Set(admitted).size, admitted.length);
      for (const call of ends) assert.ok(admitted.includes(call));
      const ledger = ledgerOf(log);
      assert.ok(reconciles(ledger));
      assert.equal(ledger.open, openCalls(state));
    }),
    runs,
  );
});

test("the state is the fold of its events and of nothing else", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const { state, log } = playShift(shift);
      const folded = emptyCentre(policyOf(shift));
      for (const event of log) evolve(folded, event);
      assert.deepEqual(snapshotOf(folded), snapshotOf(state));
    }),
    runs,
  );
});

test("no call ends unless its caller, its operator, its fallback or the network ended it", () => {
  const byPeople = ["call.hung-up", "call.released", "fallback.failed", "party.ended"];
  const enders = [...byPeople, "call.failed", "call.lost", "call.congested"];
  const mayHangUp = ["call.released", "fallback.failed", "party.ended"];
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, ({ input }, step) => {
        for (const event of step.events) {
          if (event.type === "call.ended") assert.ok(enders.includes(input.type), `${input.type} ended a call`);
        }
        for (const { type } of step.effects) {
          if (type === "call.hang-up") assert.ok(mayHangUp.includes(input.type));
          // Whoever had the caller hung up; a leg that fails ends nobody else's call.
          if (type === "call.hang-up" && "code" in input) assert.equal(input.code, 200);
          if (type === "call.congest") assert.equal(input.type, "call.congested");
        }
      });
    }),
    runs,
  );
});

/** In a surge the room is looked at each second. */
const looked = 2_000;

/**
 * Why a call may wait while a desk is idle: it is being asked, or stands behind those a surge keeps operators for, and not
 * for longer than twice a promotion.
 */
const standsBehind = (state: CentreState, { place, parkedAt, arrivedAt }: Call): boolean => {
  if (place === null) return false;
  if (inFirstPrompt(place)) return true;
  if (state.triage.surge === null || (place.lane === "express" && state.triage.bulletin === null)) return false;
  return state.at - (parkedAt ?? arrivedAt) < 2 * inOrderOf.triage.promoteAfter! + looked;
};
const inFirstPrompt = ({ challenge }: LinePlace): boolean => challenge.kind === "asked" && challenge.attempt === 0;

test("no desk is idle while a call waits that it may take", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, (_timed, { state }) => {
        const standIn = supervisorsStandIn(state);
        for (const desk of state.desks.values()) {
          if (!isIdle(desk)) continue;
          for (const id of state.waiting) {
            const call = state.calls.get(id)!;
            const mayTake = standIn || desk.role !== "supervisor" || call.overdue;
            assert.ok(
              !mayTake || call.state === "offered" || standsBehind(state, call),
              `${desk.desk} is idle while ${id} waits`,
            );
          }
        }
      });
    }),
    runs,
  );
});

test("everybody who waits stands in the line once, and the line is in order whatever has happened", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, (_timed, { state }) => {
        assert.deepEqual(state.line.toSorted(), state.waiting.toSorted());
        assert.deepEqual(state.line, lineOf(state));
      });
    }),
    runs,
  );
});

test("first come, first served: calls ring in the order they arrived", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, (_timed, { state, events }) => {
        for (const event of events) {
          if (event.type !== "call.offered" || state.desks.get(event.desk)?.role === "supervisor") continue;
          const place = state.waiting.indexOf(event.call);
          const ahead = state.waiting.slice(0, place).map((id) => state.calls.get(id)!);
          assert.ok(ahead.every((call) => call.state === "offered" || call.place !== null));
        }
      });
    }),
    runs,
  );
});

test("offers, calls and desks never disagree about who rings where", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, (_timed, { state }) => {
        const ringing = [...state.desks.values()].filter((desk) => desk.state === "ringing").map(({ desk }) => desk);
        const offered = [...state.offers.values()].map(({ desk }) => desk);
        assert.deepEqual(offered.toSorted(), ringing.toSorted());
        for (const call of state.calls.values()) {
          const toColleagues = partiesOf(state, call.id).filter(
            ({ to, state: is }) => to.kind === "desk" && is === "dialling",
          );
          assert.equal(offersOf(state, call.id).length > 0, call.state === "offered" || toColleagues.length > 0);
          assert.equal(state.waiting.includes(call.id), isWaiting(call));
          if (call.state === "queued") assert.notEqual(call.announcedAt, null);
        }
        for (const desk of state.desks.values()) {
          const inHand = desk.state === "on-call" || desk.state === "wrap-up";
          assert.equal(desk.call !== null, inHand);
        }
      });
    }),
    runs,
  );
});

test("an alarm stands as long as its reason and no longer", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      playShift(shift, (_timed, { state }) => {
        for (const { alarm, subject } of state.alarms.values()) {
          const call = state.calls.get(subject);
          if (alarm === "call-unanswered") assert.ok(isWaiting(call) && call.overdue);
          if (alarm === "audio-missing") assert.ok(call !== undefined && call.silentSides.length > 0);
          if (alarm === "nobody-signed-in") assert.ok(!isStaffed(state));
          if (alarm !== "desk-vanished") continue;
          const desk = state.desks.get(subject);
          assert.ok(desk?.state === "on-call" && !desk.connected);
        }
        if (!isStaffed(state)) for (const id of state.waiting) assert.ok(state.calls.get(id)!.overdue);
      });
    }),
    runs,
  );
});

test("asking why an input would change nothing never contradicts what it then does", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const state = emptyCentre(policyOf(shift));
      const draw = seededDraw(shift.seed);
      const names = noNames();
      for (const input of opening()) centre(state, input, start);
      for (let n = 0; n < shift.inputs; n += 1) {
        const input = nextInput(state, draw, names);
        const refusal = refusalOf(state, input);
        const { events } = centre(state, input, start + n * 500);
        if (refusal !== null) assert.deepEqual(events, [], `${input.type} was refused: ${refusal.code}`);
      }
    }),
    runs,
  );
});

test("whoever cannot be asked is asked nothing before an operator has spoken to them, and is not forgotten", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const state = emptyCentre(policyOf({ ...shift, failOpen: false, triaged: true }));
      const spokenTo = new Set<string>();
      const works = clockwork(state, (_timed, { events }) => {
        for (const event of events) {
          // A neighbour who takes the call answers it as an operator does: from then on keys and voice reach us.
          if (event.type === "call.answered" || event.type === "call.answered-elsewhere") spokenTo.add(event.call);
          if (event.type === "challenge.asked" || event.type === "bulletin.heard") assert.ok(spokenTo.has(event.call));
        }
      });
      const draw = seededDraw(shift.seed);
      const names = noNames();
      for (const input of opening()) works.play(input, start);
      for (let n = 0; n < shift.inputs; n += 1) {
        const input = nextInput(state, draw, names);
        works.play(input.type === "call.arrived" ? { ...input, askable: false } : input, start + n * 700);
      }
      const keys = new Set([...works.timers.values()].map(({ key }) => key));
      for (const id of state.waiting) assert.ok(keys.has(`overdue:${id}`) || state.alarms.has(`call-unanswered:${id}`));
    }),
    runs,
  );
});

test("the timers that run are the timers the state says must run", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const { state, timers } = playShift(shift);
      const running = [...timers.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const standing = standingTimers(state).toSorted((a, b) => (a.key < b.key ? -1 : 1));
      assert.deepEqual(
        standing.map(({ key, fires }) => ({ key, fires })),
        running.map(({ key, fires }) => ({ key, fires })),
      );
      for (const [place, timer] of standing.entries()) assert.ok(timer.due <= running[place]!.due);
    }),
    runs,
  );
});

test("after a restart from a snapshot the same inputs lead to the same events", () => {
  fc.assert(
    fc.property(shifts, fc.nat(), (shift, cut) => {
      const { played, log } = playShift(shift);
      const at = cut % played.length;
      const again: CentreEvent[] = [];
      let state = emptyCentre(policyOf(shift));
      for (const [n, { input, at: now }] of played.entries()) {
        if (n === at) state = restoreCentre(JSON.parse(JSON.stringify(snapshotOf(state))), state.policy);
        clockwork(state, (_timed, step) => again.push(...step.events)).play(input, now);
      }
      assert.deepEqual(again, log);
    }),
    { numRuns: 60 },
  );
});

test("the same inputs give the same log, byte for byte", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      assert.equal(logLines(playShift(shift).log), logLines(playShift(shift).log));
    }),
    { numRuns: 40 },
  );
});

test("time in the log never goes backwards, even when the clock does", () => {
  const clocks = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 20, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer(), clocks, (seed, instants) => {
      const state = emptyCentre(serang);
      const log: CentreEvent[] = [];
      const works = clockwork(state, (_timed, step) => log.push(...step.events));
      const draw = seededDraw(seed);
      const names = noNames();
      for (const now of instants) works.play(nextInput(state, draw, names), now);
      for (const [n, event] of log.entries()) assert.ok(n === 0 || event.at >= log[n - 1]!.at);
    }),
    { numRuns: 60 },
  );
});
