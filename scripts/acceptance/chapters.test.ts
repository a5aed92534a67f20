import assert from "node:assert/strict";
import { test } from "node:test";
import { chapters } from "./chapters.ts";
import { filesOf } from "./edge.ts";

test("every chapter of the edge's acceptance is played by files that are there, each once", () => {
  const played = chapters.map(([chapter, patterns]) => [chapter, filesOf(patterns)] as const);
  for (const [chapter, files] of played) assert.ok(files.length > 0, `nothing plays "${chapter}"`);
  const all = played.flatMap(([, files]) => files);
  assert.equal(new Set(all).size, all.length);
});
