import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { fileSchema } from "./schema.ts";
import { trunkSchema } from "./trunk-schema.ts";

const root = join(import.meta.dirname, "../../..");
const guides = ["trunk-guide.md", "panduan-trunk.md"];
const read = (guide: string): string => readFileSync(join(root, "docs", guide), "utf8");

type Shape = { properties?: Record<string, Shape>; items?: Shape; anyOf?: Shape[] };

/** Every key of a schema, `account.username`; lists are their members. */
function keysOf(schema: Shape, prefix = ""): string[] {
  const inner = [schema, ...(schema.anyOf ?? []), ...(schema.items === undefined ? [] : [schema.items])];
  return inner.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, shape]) => [prefix + name, ...keysOf(shape, `${prefix}${name}.`)]),
  );
}
const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
const trunkKeys = keysOf(shapeOf(trunkSchema));
const fileKeys = keysOf(shapeOf(fileSchema));
/** A group of keys is told by its members. */
const isGroup = (key: string): boolean => trunkKeys.some((other) => other.startsWith(`${key}.`));

for (const guide of guides) {
  test(`${guide} tells every key of a trunk, and each key it names exists`, () => {
    const told = [...read(guide).matchAll(/^\| `([A-Za-z.]+)` \|/gm)].map(([, key]) => key);
    assert.ok(trunkKeys.length >= 16);
    assert.deepEqual(told.toSorted(), trunkKeys.filter((key) => !isGroup(key)).toSorted());
    const dotted = [...read(guide).matchAll(/`((?:sip|account|registration)\.[A-Za-z.]+)`/g)].map(
      ([, key = ""]) => key,
    );
    assert.deepEqual(
      dotted.filter((key) => !fileKeys.includes(key) && !trunkKeys.includes(key)),
      [],
    );
  });

  test(`what ${guide} shows as configuration is accepted as it stands`, () => {
    const blocks = [...read(guide).matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
    assert.equal(blocks.length, 4);
    for (const block of blocks)
      assert.deepEqual(fileSchema.safeParse(JSON.parse(block)).error?.issues ?? [], [], block);
  });

  test(`what ${guide} says we log or show is what we log and show`, () => {
    const sources = globSync(["packages/*/src/**/*.ts", "apps/{exchange,centre}/src/**/*.ts"], { cwd: root })
      .filter((file) => !file.includes(".test."))
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("\n");
    for (const said of [
      "trunk ${state}",
      "malformed SIP message",
      "tidak menjawab",
      "Suara satu pihak tidak terdengar",
    ])
      assert.ok(sources.includes(said), said);
    const quoted = [...read(guide).matchAll(/\| `((?:accepted|at least)[^`]+)` \|/g)].map(([, words = ""]) => words);
    assert.equal(quoted.length, 2);
    assert.deepEqual(
      quoted.filter((words) => !sources.includes(words)),
      [],
    );
  });
}

test("both languages tell the same keys, settings and questions", () => {
  const [english, indonesian] = guides.map((guide) => ({
    blocks: [...read(guide).matchAll(/```json\n([\s\S]*?)```/g)].map(([block]) => block),
    questions: [...read(guide).matchAll(/^- \*\*/gm)].length,
    symptoms: [...read(guide).matchAll(/^\|/gm)].length,
  }));
  assert.deepEqual(english, indonesian);
});
