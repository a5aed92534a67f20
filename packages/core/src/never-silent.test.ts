import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hasCaller, isSendingOn, partiesOf } from "#handling";
import type { Effect } from "./effect.ts";
import { failOpenPolicy } from "./policy.ts";
import { clockwork, nextInput, noNames, opening, seededDraw, type Timed } from "./rehearsal/index.ts";
import { serang } from "./rehearsal/room.ts";
import type { Step } from "./centre.ts";
import { standingEffects } from "./standing.ts";
import { type Call, type CentreState, emptyCentre } from "./state.ts";

const shifts = fc.record({
  seed: fc.integer(),
  inputs: fc.integer({ min: 50, max: 400 }),
  failOpen: fc.boolean(),
});
type Rehearsed = { readonly seed: number; readonly inputs: number; readonly failOpen: boolean };

function play({ seed, inputs, failOpen }: Rehearsed, see: (timed: Timed, step: Step) => void): CentreState {
  const state = emptyCentre(failOpen ? failOpenPolicy(serang) : serang);
  const works = clockwork(state, see);
  const draw = seededDraw(seed);
  const names = noNames();
  let now = 1_000_000;
  for (const input of opening()) works.play(input, now);
  for (let n = 0; n < inputs; n += 1)
    works.play(nextInput(state, draw, names), (now += draw(6) === 0 ? draw(30_000) : draw(1_500)));
  return state;
}

/** What the exchange was last asked to let each caller hear; nothing is what must never be. */
type Hears = "ringing" | "prompt" | "person" | "nothing";

/** Follows the effects as the exchange would. */
function listen(effect: Effect, hears: Map<string, Hears>): void {
  if (!("call" in effect)) return;
  const heard: Partial<Record<Effect["type"], Hears>> = {
    "call.ring": "ringing",
    "prompt.play": hears.get(effect.call) === "person" ? "person" : "prompt",
    "call.join": "person",
    "call.hold": "prompt",
    "call.resume": "person",
  };
  const now = effect.type === "call.arrange" ? arranged(effect) : heard[effect.type];
  if (now !== undefined) hears.set(effect.call, now);
}

function arranged({ caller, desk, parties }: Extract<Effect, { type: "call.arrange" }>): Hears {
  if (caller === "held" || caller === "ringing") return "prompt";
  if (caller === "waiting") return "nothing";
  return desk !== null || parties.some(({ is }) => is === "talking") ? "person" : "nothing";
}

/** A desk that is gone is nobody. */
const isThere = (state: CentreState, desk: string): boolean => state.desks.get(desk)?.connected === true;

/** By the state: somebody speaks with this caller. */
function isSpokenWith(state: CentreState, call: Call): boolean {
  const withOthers = partiesOf(state, call.id).some(
    ({ to, state: is }) => is === "talking" && (to.kind !== "desk" || isThere(state, to.desk)),
  );
  if (call.state === "answered") return withOthers || isThere(state, call.answeredBy!.desk);
  return call.state === "elsewhere" || (call.state === "transferred" && !isSendingOn(state, call.id) && withOthers);
}

test("nobody is ever left in silence: each living caller is with a person, or ringing or a prompt was asked for", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const hears = new Map<string, Hears>();
      play(shift, ({ input }, { state, effects }) => {
        for (const effect of effects) listen(effect, hears);
        for (const call of state.calls.values()) {
          if (call.state === "ended" || call.state === "elsewhere") continue;
          assert.notEqual(hears.get(call.id) ?? "nothing", "nothing", `${call.id} ${call.state} at ${input.type}`);
          assert.equal(hears.get(call.id) === "person", isSpokenWith(state, call), `${call.id} at ${input.type}`);
        }
      });
    }),
    { numRuns: 200 },
  );
});

test("the standing effects alone leave nobody in silence either", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const state = play(shift, () => undefined);
      const hears = new Map<string, Hears>();
      for (const effect of standingEffects(state)) listen(effect, hears);
      for (const call of state.calls.values())
        if (call.state !== "ended" && call.state !== "elsewhere")
          assert.notEqual(hears.get(call.id) ?? "nothing", "nothing", `${call.id} ${call.state}`);
    }),
    { numRuns: 100 },
  );
});

test("parties belong to living calls; whoever answered is hung up when the call ends or goes back to the queue", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      const legs = new Set<string>();
      play(shift, (_timed, { state, effects, events }) => {
        for (const effect of effects) {
          if (effect.type === "party.dial") legs.add(effect.party);
          if (effect.type === "party.hang-up") legs.delete(effect.party);
        }
        for (const event of events) if (event.type === "party.ended" && event.by !== "house") legs.delete(event.party);
        for (const party of state.parties.values()) {
          const call = state.calls.get(party.call);
          assert.ok(call !== undefined && call.state !== "ended" && !state.waiting.includes(call.id));
        }
        for (const leg of legs) assert.ok(state.parties.has(leg), `${leg} was left alone`);
      });
    }),
    { numRuns: 100 },
  );
});

test("a desk in conversation has a caller, calls one back, or was asked by the colleague who has them", () => {
  fc.assert(
    fc.property(shifts, (shift) => {
      play(shift, (_timed, { state }) => {
        for (const desk of state.desks.values()) {
          if (desk.state !== "on-call") continue;
          const call = state.calls.get(desk.call!);
          const asked = [...state.parties.values()].some(
            ({ call, to, state: is }) =>
              call === desk.call && is !== "dialling" && to.kind === "desk" && to.desk === desk.desk,
          );
          assert.ok(call === undefined || hasCaller(call, desk.desk) || asked, `${desk.desk} holds ${desk.call}`);
        }
      });
    }),
    { numRuns: 100 },
  );
});
