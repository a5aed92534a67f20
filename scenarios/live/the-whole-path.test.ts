import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { clearStage, type Stage, wholePath } from "./whole-path.ts";

test("a call arrives, is answered, becomes an incident and reaches an agency", async (story) => {
  const pictures = resolve(import.meta.dirname, "../../docs");
  mkdirSync(pictures, { recursive: true });
  const stage: Stage = { options: {}, pictures };
  let failed = false;
  try {
    for (const { name, run } of wholePath) {
      if (failed) break;
      await story.test(name, async () => {
        failed = true;
        await run(stage);
        failed = false;
      });
    }
  } finally {
    await clearStage(stage);
  }
});
