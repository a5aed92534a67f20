import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { CallRow } from "@siaga/contracts/live";
import { roomAt } from "../preview/room.ts";
import type { Screen, Text } from "../words/words.ts";
import { reasonsOf, type ReasonWords } from "./reasons.ts";

type Words = Record<string, Record<string, string>>;
const indonesian = JSON.parse(readFileSync(new URL("../words/id.json", import.meta.url), "utf8")) as Words;
const textOf =
  <S extends Screen>(screen: S): Text<S> =>
  (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
      indonesian[screen]?.[key] ?? `?${key}`,
    );
const words: ReasonWords = { lanes: textOf("lanes"), facts: textOf("facts"), language: "id" };
const { calls } = roomAt("asked-to-park", Date.UTC(2026, 10, 28), "sari");
const said = (id: string): string => reasonsOf(calls[id]!, words).join(" · ");

test("a caller's reasons are facts with counts and dates", () => {
  assert.equal(said("t2"), "6 hening, 2 iseng dewasa, 30 hari · ada suara, tanpa angka · sudah disimak");
  assert.equal(said("e1"), "2 laporan nyata, 30 Agu 2026");
  assert.equal(said("c2"), "tanpa riwayat · angka benar");
});

test("a nuisance record without counts is still said without a verdict", () => {
  const bare: CallRow = { ...calls["t2"]!, history: null };

  assert.match(reasonsOf(bare, words)[0] ?? "", /pernah iseng atau hening/);
});

test("first come, first served has no reasons to tell", () => {
  assert.deepEqual(reasonsOf({ ...calls["t2"]!, place: null }, words), []);
});
