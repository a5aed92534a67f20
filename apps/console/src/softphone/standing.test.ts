import assert from "node:assert/strict";
import { test } from "node:test";
import type { ToDesk } from "@siaga/contracts/desk-link";
import { type Card, hearExchange, loseLinks, nowhere, type Standing } from "./standing.ts";

const card = (call: string): Card => ({
  call,
  line: "112",
  lineName: "112",
  arrivedAt: 1,
  number: "0812 •••• 4417",
  callsToday: 0,
  calls30Days: 0,
  classified: {},
  genuine: null,
  test: false,
});
const ring = (call: string): ToDesk => ({ type: "ring", card: card(call), expiresAt: 9 });
const hear = (...said: readonly ToDesk[]): Standing =>
  said.reduce((was, word, n) => hearExchange(was, word, 100 + n), nowhere);

test("a call that rings and is joined becomes the conversation, with its card", () => {
  const talking = hear(ring("one"), { type: "joined", call: "one", at: 50 });

  assert.deepEqual(talking.talking, { call: "one", card: card("one"), since: 50, held: false, others: false });
  assert.deepEqual(talking.ringing, []);
});

test("a call answered elsewhere falls silent here and is not rung again by a slower source", () => {
  const silent = hear(ring("one"), ring("two"), { type: "stop-ringing", call: "one" });

  assert.deepEqual(
    silent.ringing.map(({ card: { call } }) => call),
    ["two"],
  );
  assert.deepEqual(silent.gone, ["one"]);
  assert.deepEqual(hearExchange(silent, ring("one"), 0).gone, []);
});

test("hold and resume concern only the call in hand", () => {
  const held = hear(ring("one"), { type: "joined", call: "one", at: 1 }, { type: "held", call: "one" });

  assert.equal(held.talking?.held, true);
  assert.equal(hearExchange(held, { type: "resumed", call: "other" }, 0).talking?.held, true);
  assert.equal(hearExchange(held, { type: "resumed", call: "one" }, 0).talking?.held, false);
});

test("the end of a call is remembered with its card, so that it can still be written down", () => {
  const ended = hear(ring("one"), { type: "joined", call: "one", at: 1 }, { type: "ended", call: "one" });

  assert.equal(ended.talking, null);
  assert.deepEqual(ended.ended, { call: "one", card: card("one"), at: 102 });
});

test("losing both links silences the bell and never the conversation", () => {
  const lost = loseLinks(hear(ring("one"), { type: "joined", call: "one", at: 1 }, ring("two")));

  assert.deepEqual(lost.ringing, []);
  assert.equal(lost.talking?.call, "one");
});

test("after a reconnect the exchange's standing is the truth: a call that ended meanwhile is over", () => {
  const standing: ToDesk = {
    type: "standing",
    ringing: [],
    talking: null,
    held: false,
    answeredAt: null,
    failOpen: true,
  };
  const after = hearExchange(hear(ring("one"), { type: "joined", call: "one", at: 1 }), standing, 500);

  assert.equal(after.talking, null);
  assert.equal(after.ended?.call, "one");
  assert.equal(after.failOpen, true);
});

test("a page that comes back in mid-call is told the conversation and whether it is held", () => {
  const back = hear({
    type: "standing",
    ringing: [],
    talking: card("one"),
    held: true,
    answeredAt: 7,
    failOpen: false,
  });

  assert.deepEqual(back.talking, { call: "one", card: card("one"), since: 7, held: true, others: false });
});

test("a window that was superseded talks to nobody", () => {
  const old = hear(ring("one"), { type: "joined", call: "one", at: 1 }, { type: "superseded" });

  assert.equal(old.superseded, true);
  assert.equal(old.talking, null);
});
