import assert from "node:assert/strict";
import { test } from "node:test";
import { endsMode, endsNow, type KeyPress, type KeyState, readKey } from "./key-map.ts";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrl: false,
  alt: false,
  meta: false,
  shift: false,
  repeat: false,
  inField: false,
  ...more,
});
const typing = { inField: true };

test("F8 answers, holds, finishes and readies, by what the desk is doing", () => {
  const meaning = (state: KeyState) => readKey(press("F8", typing), state, "none")?.type;

  assert.equal(meaning("ringing"), "answer");
  assert.equal(meaning("on-call"), "hold");
  assert.equal(meaning("wrap-up"), "finish");
  assert.equal(meaning("not-ready"), "ready");
  assert.equal(meaning("headset-check"), "ready");
  assert.equal(meaning("available"), "swallowed");
});

test("F1 to F7 classify while typing, and only with a call in hand", () => {
  assert.deepEqual(readKey(press("F1", typing), "on-call", "none"), { type: "classify", classification: "emergency" });
  assert.deepEqual(readKey(press("F7", typing), "wrap-up", "none"), { type: "classify", classification: "misdial" });
  assert.deepEqual(readKey(press("F1"), "available", "none"), { type: "swallowed" });
});

test("a stray F5 never reloads the page, in no state", () => {
  for (const state of ["available", "ringing", "on-call", "wrap-up", "not-ready", "headset-check", null] as const)
    assert.notEqual(readKey(press("F5"), state, "none"), null);
});

test("after F5 the digits name the kind, even from inside a field", () => {
  assert.deepEqual(readKey(press("F5", typing), "on-call", "none"), { type: "nuisance" });
  assert.deepEqual(readKey(press("2", typing), "on-call", "nuisance"), { type: "digit", digit: 2 });
});

test("agency digits are never taken from what is being typed", () => {
  assert.deepEqual(readKey(press("3"), "on-call", "agencies"), { type: "digit", digit: 3 });
  assert.equal(readKey(press("3", typing), "on-call", "agencies"), null);
});

test("with no row of kinds open, a digit typed into a field is never a class, in no state", () => {
  for (const state of ["on-call", "asked-to-park", "wrap-up", "listening", "available"] as const)
    for (const mode of ["none", "agencies", "confirm"] as const)
      for (const key of ["1", "2", "3", "4"]) assert.equal(readKey(press(key, typing), state, mode), null);
});

test("after F5 any other letter closes the row of kinds: what is typed next is text", () => {
  const ends = (one: KeyPress) => endsMode(one, readKey(one, "on-call", "nuisance"));

  assert.ok(ends(press("n")), "to the narrative");
  assert.ok(ends(press("a", typing)), "a letter in a field");
  assert.ok(!ends(press("2", typing)), "the kind itself");
  assert.ok(!ends(press("m", { ctrl: true })), "muting meanwhile");
  assert.ok(!ends(press("Shift")), "half of another key");
});

test("letters act only outside fields", () => {
  assert.deepEqual(readKey(press("d"), "on-call", "none"), { type: "agencies" });
  assert.equal(readKey(press("d", typing), "on-call", "none"), null);
  assert.deepEqual(readKey(press("Escape", typing), "on-call", "none"), { type: "leave-field" });
});

test("Ctrl+Enter saves while typing; Ctrl+Z takes back typing in a field and the class outside", () => {
  assert.deepEqual(readKey(press("Enter", { ctrl: true, inField: true }), "on-call", "none"), { type: "save" });
  assert.equal(readKey(press("z", { ctrl: true, inField: true }), "on-call", "none"), null);
  assert.deepEqual(readKey(press("z", { ctrl: true }), "available", "none"), { type: "undo" });
});

test("a key held down does not answer, end or classify again and again", () => {
  assert.deepEqual(readKey(press("F9", { repeat: true }), "on-call", "none"), { type: "swallowed" });
  assert.deepEqual(readKey(press("F8", { repeat: true }), "ringing", "none"), { type: "swallowed" });
});

test("F10 calls somebody beside the call, or leaves the others together, also while typing, and only in a call", () => {
  assert.deepEqual(readKey(press("F10", typing), "on-call", "none"), { type: "party" });
  assert.deepEqual(readKey(press("F10"), "available", "none"), { type: "swallowed" });
  assert.deepEqual(readKey(press("t"), "on-call", "none"), { type: "confer" });
  assert.deepEqual(readKey(press("#"), "on-call", "none"), { type: "press", digit: "#" });
  assert.equal(readKey(press("5", typing), "on-call", "none"), null);
  assert.equal(readKey(press("t", typing), "on-call", "none"), null);
});

test("asked to park, F8 parks and Esc goes on, also while typing; F9 and the classes stay what they were", () => {
  assert.deepEqual(readKey(press("F8", typing), "asked-to-park", "none"), { type: "park" });
  assert.deepEqual(readKey(press("Escape", typing), "asked-to-park", "none"), { type: "go-on" });
  assert.deepEqual(readKey(press("F9", typing), "asked-to-park", "none"), { type: "end" });
  assert.deepEqual(readKey(press("F1", typing), "asked-to-park", "none"), {
    type: "classify",
    classification: "emergency",
  });
});

test("Esc closes the row of kinds first; only then does it answer whether to park", () => {
  assert.deepEqual(readKey(press("Escape"), "asked-to-park", "nuisance"), { type: "leave-field" });
});

test("S listens; while listening F8 answers, 1 and 2 say what was heard and Esc stops", () => {
  assert.deepEqual(readKey(press("s"), "available", "none"), { type: "listen" });
  assert.equal(readKey(press("s", typing), "available", "none"), null);
  assert.deepEqual(readKey(press("F8"), "listening", "none"), { type: "answer" });
  assert.deepEqual(readKey(press("1"), "listening", "none"), { type: "heard", found: "emergency" });
  assert.deepEqual(readKey(press("2"), "listening", "none"), { type: "heard", found: "nuisance" });
  assert.deepEqual(readKey(press("Escape"), "listening", "none"), { type: "heard", found: "unsure" });
});

test("an announcement takes two keys: I asks, Enter does it, and a bare Enter does nothing", () => {
  assert.deepEqual(readKey(press("i"), "available", "none"), { type: "bulletin" });
  assert.deepEqual(readKey(press("Enter"), "available", "confirm"), { type: "confirm" });
  assert.equal(readKey(press("Enter"), "available", "none"), null);
  assert.equal(readKey(press("Enter", typing), "available", "confirm"), null);
});

test("keys that belong to the browser stay the browser's", () => {
  for (const key of ["t", "n", "w", "Tab"]) assert.equal(readKey(press(key, { ctrl: true }), "on-call", "none"), null);
  for (const key of ["F11", "F12"]) assert.equal(readKey(press(key), "on-call", "none"), null);
  assert.equal(readKey(press("F4", { alt: true }), "on-call", "none"), null);
});

test("F9 ends a call on the second press within two seconds, not on one and not later", () => {
  assert.equal(endsNow(null, 10_000), false);
  assert.equal(endsNow(9_000, 10_000), true);
  assert.equal(endsNow(7_000, 10_000), false);
});
