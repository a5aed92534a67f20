import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearStage, type Stage, wholePath } from "../../scenarios/live/whole-path.ts";
import type { Verdict } from "./verdict.ts";

/** The path a city buys this for: from a caller's first ring to the agency's last key. The first failure ends it. */
export async function acceptCall(): Promise<Verdict> {
  const stage: Stage = { options: {}, pictures: null };
  let passed = 0;
  let failed = 0;
  for (const { name: step, run } of wholePath) {
    const begun = performance.now();
    const took = (): string => `${(performance.now() - begun).toFixed(0).padStart(6)} ms  ${step}`;
    try {
      await run(stage);
      passed++;
      console.log(`ok    ${took()}`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${took()}\n      ${(error as Error).message}`);
      await keepEvidence(stage);
      break;
    }
  }
  await clearStage(stage);
  return { passed, failed };
}

/** What the screens showed and the processes said when a step failed. */
async function keepEvidence({ desk, agency, instance }: Stage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "siaga-acceptance-"));
  await desk?.page.screenshot({ path: join(folder, "desk.png") });
  await agency?.page.screenshot({ path: join(folder, "agency.png") });
  writeFileSync(join(folder, "said.log"), instance?.said() ?? "");
  console.log(`      evidence: ${folder}`);
}
