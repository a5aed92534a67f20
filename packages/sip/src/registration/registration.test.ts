import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nextRegistration, type RegistrationInput, type RegistrationState, registrationTable } from "./table.ts";
import { refreshAfter, retryAfter } from "./times.ts";

const inputs: readonly RegistrationInput[] = ["accepted", "brief", "refused", "failed", "due", "lost", "close"];
const states = Object.keys(registrationTable) as RegistrationState[];

test("from any state, closing ends the registration, and nothing wakes it again", () => {
  for (const state of states) if (state !== "over") assert.equal(nextRegistration(state, "close")?.[0], "over", state);
  for (const input of inputs) assert.equal(nextRegistration("over", input), null);
});

test("whatever a registrar does, we are asking, waiting to ask again, or closed", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...inputs)), (heard) => {
      let state: RegistrationState = "registering";
      let expects: "answer" | "due" | "nothing" = "answer";
      for (const input of heard) {
        const row = nextRegistration(state, input);
        if (row === null) continue;
        state = row[0];
        expects = row[1] === "ask" ? "answer" : row[1] === "leave" || row[1] === "end" ? "nothing" : "due";
        if (expects === "answer") assert.ok(nextRegistration(state, "failed"), state);
        if (expects === "due") assert.ok(nextRegistration(state, "due"), state);
        assert.equal(expects === "nothing", state === "over");
      }
    }),
  );
});

test("we ask again when 50 to 80 % of what was granted has passed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 604_800 }), fc.double({ min: 0, max: 1, noNaN: true }), (granted, dice) => {
      const after = refreshAfter(granted, () => dice);
      assert.ok(after >= granted * 500 && after <= granted * 800);
    }),
  );
});

test("after failures we wait twice as long each time, up to the longest, and never less than we were told", () => {
  const pace = { first: 30_000, longest: 300_000 };
  const waits = [0, 1, 2, 3, 4, 60].map((failures) => retryAfter(failures, pace, () => 1, null));
  assert.deepEqual(waits, [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  assert.equal(
    retryAfter(0, pace, () => 0, null),
    15_000,
  );
  assert.equal(
    retryAfter(0, pace, () => 0, 45),
    45_000,
  );
  assert.equal(
    retryAfter(0, pace, () => 0, 86_400),
    300_000,
    "a registrar cannot keep us away for a day",
  );
});
