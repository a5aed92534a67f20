/**
 * `npm run replay`: plays every recorded shift in `histories/` twice and compares the logs byte for byte with each
 * other and with the signed one. `--sign` writes today's signature instead: a changed decision is a diff to review.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkHistory, historiesFolder, readHistories, replay, signatureOf } from "../scenarios/history.ts";

const sign = process.argv.includes("--sign");
let failed = 0;
const histories = readHistories();

for (const history of histories) {
  if (sign) writeFileSync(join(historiesFolder, `${history.name}.sha256`), signatureOf(replay(history)) + "\n");
  const wrong = sign ? null : checkHistory(history);
  if (wrong !== null) failed += 1;
  const verdict = sign ? "signed" : wrong === null ? "same log" : `NOT THE SAME: ${wrong}`;
  process.stdout.write(`${history.name} (${history.inputs.length} inputs): ${verdict}\n`);
}
process.stdout.write(`${histories.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
