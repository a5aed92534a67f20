import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board } from "@siaga/contracts/live";
import { viewDesk } from "../desk/desk-view.ts";
import { roomAt } from "../preview/room.ts";
import { nowhere } from "../softphone/standing.ts";
import { parkAskedAt } from "./park-asked.ts";

const now = 1_800_000_000_000;
const board = roomAt("asked-to-park", now, "sari");
const ask = (of: Board, said: ReadonlySet<string> = new Set()) =>
  parkAskedAt(viewDesk("meja-2", of, nowhere, true, now), of, said);

test("an operator in a call that may wait is asked while an express caller waits", () => {
  assert.equal(ask(board)?.waiting.id, "e1");
});

test("where the city says so the question is also about callers who only ask for information", () => {
  assert.equal(ask(board)?.information, true);
  const mine = board.calls["mine"]!;
  const nuisanceAlone = { ...mine, parkSuggested: { ...mine.parkSuggested!, information: false } };
  assert.equal(ask({ ...board, calls: { ...board.calls, mine: nuisanceAlone } })?.information, false);
});

test("whoever said to go on is not asked again about the same two callers before the room asks anew", () => {
  const since = now - 2_000;
  assert.equal(ask(board, new Set([`mine e1 ${since}`])), null);
  assert.equal(ask(board, new Set([`mine e1 ${since - 6_000}`]))?.waiting.id, "e1");
  assert.equal(ask(board, new Set([`mine e2 ${since}`]))?.waiting.id, "e1");
});

test("nothing is asked once the express caller is served, or on a desk that speaks to nobody", () => {
  const served = { ...board, calls: { ...board.calls, e1: { ...board.calls["e1"]!, state: "answered" as const } } };

  assert.equal(ask(served), null);
  assert.equal(ask(roomAt("flood", now, "sari")), null);
});
