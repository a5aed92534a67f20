import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board, DispatchRow } from "@siaga/contracts/live";
import { nextSteps, sortDispatches, stepKeys } from "./dispatch-order.ts";

const row = (id: string, state: DispatchRow["state"], incident: string, sentAt: number): DispatchRow => ({
  id,
  incident,
  agency: "damkar",
  agencyName: "Damkar",
  state,
  since: sentAt,
  sentAt,
  times: {},
  by: null,
  declineReason: null,
});
const board = { incidents: { fire: { priority: 1 }, tree: { priority: 3 } } } as unknown as Pick<Board, "incidents">;

test("what waits for an answer comes first, then the urgent, then the old; the finished last", () => {
  const rows = [
    row("done", "cleared", "fire", 1),
    row("going", "en-route", "fire", 2),
    row("tree", "delivered", "tree", 3),
    row("fire", "sent", "fire", 4),
  ];

  assert.deepEqual(
    sortDispatches(rows, board).map(({ id }) => id),
    ["fire", "tree", "going", "done"],
  );
});

test("every step of a state has a key of its own", () => {
  for (const steps of Object.values(nextSteps)) {
    const keys = steps.map((step) => stepKeys[step]);
    assert.equal(new Set(keys).size, keys.length);
  }
});
