import assert from "node:assert/strict";
import { test } from "node:test";
import { erlangA } from "./erlang-a.ts";

const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 0.002, `${value}, expected ${expected}`);

test("with callers who hardly ever give up the formula is Erlang's for waiting callers", () => {
  // Three operators 70 % busy: half find one free, and the wait of the others is exponential.
  const { answeredInTime, occupancy, lost } = erlangA({ callsPerHour: 126, service: 60, patience: 1e7 }, 3, 8);
  near(occupancy, 0.7);
  near(lost, 0);
  near(answeredInTime, 1 - 0.4923 * Math.exp(-(3 * (1 - 0.7) * 8) / 60));
});

test("with patience as long as a call the number in the room is Poisson", () => {
  const { answeredInTime, lost } = erlangA({ callsPerHour: 270, service: 60, patience: 60 }, 3, 0);
  const poisson = [0, 1, 2].map((present) => (Math.exp(-4.5) * 4.5 ** present) / (present === 2 ? 2 : 1));
  const spare = poisson.reduce((sum, share, present) => sum + share * (3 - present), 0);
  near(
    answeredInTime,
    poisson.reduce((sum, share) => sum + share, 0),
  );
  near(lost, (4.5 - 3 + spare) / 4.5);
});

test("one more on shift never makes the answer later or loses more", () => {
  let before = { answeredInTime: 0, lost: 1 };
  for (let operators = 1; operators <= 12; operators += 1) {
    const now = erlangA({ callsPerHour: 300, service: 60, patience: 45 }, operators, 8);
    assert.ok(now.answeredInTime >= before.answeredInTime && now.lost <= before.lost);
    before = now;
  }
});
