import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

type Words = Record<string, Record<string, string>>;
const read = (language: string): Words =>
  JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), "utf8")) as Words;
const [indonesian, english] = [read("id"), read("en")];
const keys = (words: Words): string[] =>
  Object.entries(words).flatMap(([screen, rows]) => Object.keys(rows).map((key) => `${screen} ${key}`));
const holes = (text: string | undefined): string[] => (text?.match(/\{\{\w+\}\}/g) ?? []).toSorted();

test("both languages have the same keys on every screen", () => {
  assert.deepEqual(keys(english).toSorted(), keys(indonesian).toSorted());
});

test("no sentence is empty, and both languages fill the same holes", () => {
  for (const [screen, rows] of Object.entries(indonesian))
    for (const [key, text] of Object.entries(rows)) {
      assert.notEqual(text.trim(), "", `${screen} ${key}`);
      assert.deepEqual(holes(english[screen]?.[key]), holes(text), `${screen} ${key}`);
    }
});

test("no word judges a caller", () => {
  const all = JSON.stringify([indonesian, english]).toLowerCase();
  for (const word of ["prankster", "penipu", "hoax", "!"]) assert.ok(!all.includes(word), word);
});
