import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board, CallRow } from "@siaga/contracts/live";
import { calmRoom } from "../preview/flood.ts";
import { roomAt } from "../preview/room.ts";
import { isFlood, promotionShare, timesUsual, waitingCalls } from "./room.ts";

const now = 1_800_000_000_000;
const board: Board = roomAt("asked-to-park", now, "sari");
const row = (id: string): CallRow => board.calls[id]!;

test("the queue is read as it is served: express, claims, then the waiting lane with whoever moved up first", () => {
  assert.deepEqual(
    waitingCalls(board).map(({ id }) => id),
    ["e1", "c1", "c2", "t0", "t1", "t2", "t3", "t4"],
  );
});

test("within a lane callers stand as the room says it would serve them, and who has no place yet after them", () => {
  const line = ["c2", "t4", "t2"];
  assert.deepEqual(
    waitingCalls({ ...board, room: { ...board.room, line } }).map(({ id }) => id),
    ["e1", "c2", "c1", "t0", "t4", "t2", "t1", "t3"],
  );
});

test("without lanes the queue is in the order of arrival", () => {
  const plain = Object.fromEntries(Object.entries(board.calls).map(([id, call]) => [id, { ...call, place: null }]));

  assert.equal(waitingCalls({ ...board, calls: plain })[0]?.id, "t0");
});

test("lanes are shown in a surge under triage, and on no other day", () => {
  assert.equal(isFlood(board.room), true);
  assert.equal(isFlood(calmRoom), false);
  assert.equal(isFlood({ ...board.room, order: "fail-open" }), false);
});

test("seven times the usual is said as seven; what is not known or not unusual is not said", () => {
  assert.equal(timesUsual(board.room), 7);
  assert.equal(timesUsual({ ...board.room, usualPer10Minutes: null }), null);
  assert.equal(timesUsual(calmRoom), null);
});

test("the bar of the waiting lane fills with the wait and is gone once the caller moved up", () => {
  assert.equal(promotionShare(row("t1"), now), 58 / 90);
  assert.equal(promotionShare(row("t1"), now + 90_000), 1);
  assert.equal(promotionShare(row("t0"), now), null);
  assert.equal(promotionShare(row("c1"), now), null);
});
