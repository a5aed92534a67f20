import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = `${import.meta.dirname}/..`;
const glossary = readFileSync(`${root}/GLOSSARY.md`, "utf8");
const sources = globSync(["packages/*/src/**/*.ts", "apps/*/src/**/*.{ts,tsx}"], {
  cwd: root,
  exclude: ["**/*.test.ts", "**/dist/**"],
})
  .map((file) => readFileSync(`${root}/${file}`, "utf8"))
  .join("\n");

test("every identifier of the glossary exists in the code", () => {
  const rows = glossary.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
  const identifiers = rows.flatMap((row) =>
    [...(row.split("|").at(-2) ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  );
  const outcomes = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
  );
  assert.ok(identifiers.length > 50 && outcomes.length === 8);
  const absent = [...identifiers, ...outcomes].filter(
    (name) => !new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`).test(sources),
  );
  assert.deepEqual(absent, []);
});

test("every outcome of the code is defined in the glossary", () => {
  const words = readFileSync(`${root}/packages/core/src/kernel/words.ts`, "utf8");
  const union = /export type Outcome =([^;]+);/.exec(words)?.[1] ?? "";
  for (const [, outcome = ""] of union.matchAll(/"([a-z_]+)"/g))
    assert.ok(glossary.includes(`| \`${outcome}\` |`), outcome);
});
