/** `npm run acceptance -- call`: the path a city buys this for, on real parts, each step with its time. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearStage, type Stage, wholePath } from "../scenarios/live/whole-path.ts";
import { bringPrograms } from "./programs.ts";

const paths = { call: wholePath } as const;
const name = process.argv[2] ?? "";
if (!(name in paths)) {
  console.error(`usage: npm run acceptance -- ${Object.keys(paths).join("|")}`);
  process.exit(64);
}
bringPrograms();
const stage: Stage = { options: {}, pictures: null };
let passed = 0;
let failed = 0;
for (const { name: step, run } of paths[name as keyof typeof paths]) {
  const begun = performance.now();
  try {
    await run(stage);
    passed++;
    console.log(`ok    ${(performance.now() - begun).toFixed(0).padStart(6)} ms  ${step}`);
  } catch (error) {
    failed++;
    console.log(
      `FAIL  ${(performance.now() - begun).toFixed(0).padStart(6)} ms  ${step}\n      ${(error as Error).message}`,
    );
    await keepEvidence(stage);
    break;
  }
}
await clearStage(stage);

/** What the screens showed and the processes said when a step failed. */
async function keepEvidence({ desk, agency, instance }: Stage): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "siaga-acceptance-"));
  await desk?.page.screenshot({ path: join(folder, "desk.png") });
  await agency?.page.screenshot({ path: join(folder, "agency.png") });
  writeFileSync(join(folder, "said.log"), instance?.said() ?? "");
  console.log(`      evidence: ${folder}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
