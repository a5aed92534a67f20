import assert from "node:assert/strict";
import { test } from "node:test";
import { stories } from "./index.ts";
import { playOnCore } from "./on-core.ts";

for (const story of stories) {
  test(`on the core: ${story.title}`, () => {
    assert.deepEqual(playOnCore(story).failures, []);
  });
}

test("a story that tells something else than what happens is found out", () => {
  const [first] = stories;
  const wrong = { ...first!, ledger: { incoming: 1, open: 0, outcomes: { answered_elsewhere: 1 } } };

  assert.deepEqual(playOnCore(wrong).failures, ["answered is 1, not 0", "answered_elsewhere is 0, not 1"]);
});
