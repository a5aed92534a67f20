import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { triageDefaults } from "@siaga/core";
import { spokenPrompts } from "@siaga/media";

const bytesInMs = 8;

test("a question has been spoken to its end before anybody waits for the answer", () => {
  for (let digit = 0; digit <= 9; digit += 1) {
    const spoken = statSync(join(spokenPrompts("id"), `challenge-${digit}.al`)).size / bytesInMs;
    assert.ok(spoken <= triageDefaults.challenge!.prompt, `challenge-${digit} lasts ${spoken} ms`);
  }
});
