import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board, CallRow, Patch, Room } from "@siaga/contracts/live";
import { backoff } from "./backoff.ts";
import { hearLive, type LiveView, nothingKnown } from "./board.ts";

const figures = { incoming: 1, open: 1, outcomes: {}, waiting: 1, longestWaitSince: 5, unclear: 0 };
const room: Room = {
  order: "triage",
  surge: null,
  operators: 2,
  idle: 1,
  kept: { claim: 1, waiting: 1 },
  lanes: {
    express: { waiting: 0, longestSince: null },
    claim: { waiting: 0, longestSince: null },
    waiting: { waiting: 0, longestSince: null },
  },
  heldBack: null,
  overloaded: false,
  answeredByAll: false,
  asksAll: false,
  line: [],
  bulletin: null,
  worthGlance: null,
  worthBulletin: null,
  callsLast10Minutes: 4,
  usualPer10Minutes: 3,
};
const empty = { desks: {}, incidents: {}, dispatches: {}, callbacks: {}, alarms: {}, figures, room };
const call = (id: string): CallRow => ({ id }) as CallRow;
const board: Board = { type: "board", seq: 7, at: 1_000, calls: { one: call("one") }, ...empty };
const patch = (more: Partial<Patch>): Patch => ({ type: "patch", seq: 8, at: 2_000, ...more });
const standing: LiveView = { board, offset: 0 };

test("the first board is taken whole and tells the centre's clock", () => {
  const heard = hearLive(nothingKnown, board, 400);

  assert.deepEqual(heard, { board, offset: 600 });
});

test("a patch adds, replaces and removes rows and leaves the others as they were", () => {
  const changed = { ...call("one"), overdue: true };
  const both = hearLive(standing, patch({ calls: { one: changed, two: call("two") } }), 2_000) as LiveView;
  const gone = hearLive(both, patch({ seq: 9, calls: { one: null } }), 2_000) as LiveView;

  assert.deepEqual(both.board?.calls, { one: changed, two: call("two") });
  assert.deepEqual(gone.board?.calls, { two: call("two") });
  assert.equal(gone.board?.desks, board.desks);
  assert.equal(gone.board?.seq, 9);
});

test("a screen keeps the room as it was until another one is told", () => {
  const surge = { ...room, surge: { since: 900 } };
  const told = hearLive(standing, patch({ room: surge }), 2_000) as LiveView;
  const kept = hearLive(told, patch({ seq: 9 }), 2_000) as LiveView;

  assert.deepEqual([told.board?.room, kept.board?.room], [surge, surge]);
});

test("a patch that builds on something this screen never heard asks for the whole board again", () => {
  assert.equal(hearLive(standing, patch({ seq: 12, after: 11 }), 0), "gap");
  assert.equal(hearLive(nothingKnown, patch({}), 0), "gap");
  assert.notEqual(hearLive(standing, patch({ seq: 12, after: 7 }), 0), "gap");
});

test("a session ended elsewhere returns the screen to sign-in", () => {
  assert.equal(hearLive(standing, { type: "signed-out" }, 0), "signed-out");
});

test("reconnecting waits longer each time and never longer than four seconds", () => {
  const waits = [0, 1, 2, 3, 10].map((attempt) => backoff(attempt, 1));

  assert.deepEqual(waits, [200, 400, 800, 1_600, 4_000]);
  assert.ok(backoff(0, 0) > 0);
});
