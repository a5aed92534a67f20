import assert from "node:assert/strict";
import { test } from "node:test";
import type { ToDesk } from "@siaga/contracts/desk-link";
import { isMuteToldWrong, mutedAfter } from "./mute.ts";
import { hearExchange, nowhere } from "./standing.ts";

const facts = { line: "112", lineName: "112", arrivedAt: 1, number: null, callsToday: 0, calls30Days: 0 };
const standing = (call: string | null, muted?: boolean): ToDesk => ({
  type: "standing",
  ringing: [],
  talking: call === null ? null : { call, ...facts, classified: {}, genuine: null, test: false },
  held: false,
  answeredAt: 5,
  ...(muted === undefined ? {} : { muted }),
  failOpen: false,
});
const after = (said: ToDesk, before: ToDesk | null, muted: boolean): boolean => {
  const was = before === null ? nowhere : hearExchange(nowhere, before, 1);
  return mutedAfter(said, was, hearExchange(was, said, 2), muted);
};

test("a page loaded anew in a muted conversation shows that the caller cannot hear", () => {
  assert.equal(after(standing("one", true), null, false), true);
  assert.equal(after(standing("one", false), null, false), false);
});

test("a page that lost its link for a moment keeps what its operator chose, and tells the exchange again", () => {
  assert.equal(after(standing("one", false), standing("one"), true), true);
  assert.equal(after(standing("one", true), standing("one"), false), false);
  assert.equal(isMuteToldWrong(standing("one", false), true), true);
  assert.equal(isMuteToldWrong(standing("one", true), true), false);
  assert.equal(isMuteToldWrong(standing("one"), true), false);
});

test("the next caller is met by an open microphone", () => {
  assert.equal(after({ type: "joined", call: "two", at: 9 }, standing("one"), true), false);
  assert.equal(after({ type: "ended", call: "one" }, standing("one"), true), false);
  assert.equal(after(standing(null, true), standing("one"), true), false);
});
