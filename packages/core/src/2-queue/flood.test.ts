import { triageDefaults } from "#admission";
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Step } from "../centre.ts";
import type { CentreEvent } from "../event.ts";
import { clockwork, logLines, nextInput, noNames, opening, seededDraw, type Timed } from "../rehearsal/index.ts";
import { serang } from "../rehearsal/room.ts";
import { emptyCentre } from "../state.ts";
import { isToBeAsked } from "./challenge.ts";
import { inFirstPrompt } from "./line.ts";
import { isKnownGood } from "./order.ts";
import { isIdle, isWaiting } from "./room.ts";

const floods = fc.record({ seed: fc.integer(), inputs: fc.integer({ min: 100, max: 400 }), parks: fc.boolean() });
type Flood = { readonly seed: number; readonly inputs: number; readonly parks: boolean };

/** A busy, unlucky shift under triage. */
function play({ seed, inputs, parks }: Flood, see: (timed: Timed, step: Step) => void): CentreEvent[] {
  const log: CentreEvent[] = [];
  const triage = { ...triageDefaults, parkAnyAfter: parks ? 6_000 : null };
  const works = clockwork(emptyCentre({ ...serang, triage }), (timed, step) => {
    log.push(...step.events);
    see(timed, step);
  });
  const draw = seededDraw(seed);
  const names = noNames();
  let now = 1_000_000;
  for (const input of opening()) works.play(input, now);
  for (let n = 0; n < inputs; n += 1) works.play(nextInput(works.state, draw, names), (now += draw(1_200)));
  return log;
}
const each = (look: (timed: Timed, step: Step) => void): void =>
  fc.assert(
    fc.property(floods, (flood) => void play(flood, look)),
    { numRuns: 60 },
  );

test("no question, no lane, no bulletin and no surge ever ends a call or hangs up on anybody", () => {
  const decidesAboutLanes = [
    "challenge.lapsed",
    "challenge.due",
    "surge.reviewed",
    "speech.heard",
    "digit.received",
    "park.requested",
    "bulletin.requested",
    "bulletin.withdrawn",
    "call.arrived",
    "call.classified",
  ];
  each(({ input }, { events, effects }) => {
    if (!decidesAboutLanes.includes(input.type)) return;
    assert.ok(!events.some(({ type }) => type === "call.ended"), input.type);
    assert.ok(!effects.some(({ type }) => type === "call.hang-up" || type === "call.congest"), input.type);
  });
});

test("a caller against whom nothing speaks never waits while a call taker is idle", () => {
  each((_timed, { state }) => {
    if (state.triage.bulletin !== null) return;
    const idle = [...state.desks.values()].some((desk) => isIdle(desk) && desk.role !== "supervisor");
    for (const id of state.waiting) {
      const call = state.calls.get(id)!;
      if (call.place?.lane !== "express" || inFirstPrompt(call)) continue;
      assert.ok(!idle || call.state === "offered", `${id} waits while a desk is idle`);
    }
  });
});

test("a known-good or new caller never waits behind a call of the waiting lane", () => {
  each((_timed, { state, events }) => {
    for (const event of events) {
      const offered = event.type === "call.offered" ? state.calls.get(event.call) : undefined;
      // Whoever an operator spoke to and lost comes before everybody.
      if (event.type !== "call.offered" || offered?.place?.lane !== "waiting" || offered.recalledAt !== null) continue;
      if (state.triage.bulletin !== null || state.desks.get(event.desk)?.role === "supervisor") continue;
      for (const id of state.waiting) {
        const call = state.calls.get(id)!;
        const express = call.place?.lane === "express" && call.state === "queued" && !inFirstPrompt(call);
        assert.ok(!express, `${id} waits behind ${event.call}`);
      }
    }
  });
});

test("nobody is left waiting in the waiting lane without having been asked", () => {
  each((_timed, { state }) => {
    for (const id of state.waiting)
      if (state.calls.get(id)?.place?.lane === "waiting")
        assert.ok(!isToBeAsked(state.calls.get(id)!, triageDefaults, state), `${id} waits and is asked nothing`);
  });
});

test("whoever reported something real before is known as long as they wait, and no longer", () => {
  each((_timed, { state }) => {
    const known = state.waiting.filter((id) => isKnownGood(state.calls.get(id)!));
    assert.deepEqual([...state.wellKnown].sort(), known.sort());
  });
});

test("every row of callers to be called back is found by its caller, and nothing else is", () => {
  each((_timed, { state }) => {
    const callers = [...state.callbacks.values()].flatMap(({ id, caller }) =>
      caller.kind === "number" ? [`${caller.id} ${id}`] : [],
    );
    assert.deepEqual([...state.callbackOf].map(([caller, id]) => `${caller} ${id}`).sort(), callers.sort());
  });
});

test("whoever waits only ever gains: no call leaves the express lane and no promotion is taken back, unless it was spoken to", () => {
  const best = new Map<string, string>();
  fc.assert(
    fc.property(floods, (flood) => {
      best.clear();
      play(flood, (_timed, { state, events }) => {
        for (const event of events)
          if (event.type === "call.parked" || event.type === "call.recalled") best.delete(event.call);
        for (const call of state.calls.values()) {
          if (!isWaiting(call) || call.place === null) continue;
          const was = best.get(call.id);
          if (was === "express") assert.equal(call.place.lane, "express");
          if (was === "claim") assert.notEqual(call.place.lane, "waiting");
          best.set(call.id, call.place.lane);
        }
      });
    }),
    { numRuns: 60 },
  );
});

test("the log alone tells every decision again", () => {
  fc.assert(
    fc.property(floods, (flood) => {
      const nothing = (): void => undefined;
      assert.equal(logLines(play(flood, nothing)), logLines(play(flood, nothing)));
    }),
    { numRuns: 20 },
  );
});
