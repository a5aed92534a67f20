import { randomBytes } from "node:crypto";

/** Bytes asked of the system at once: enough for two hundred legs. */
const drawnAtOnce = 4096;

let drawn = randomBytes(drawnAtOnce);
let used = 0;

/** So many random bytes nobody can foretell, never given twice. To ask the system for each leg's few cost more than its session. */
export function draw(count: number): Buffer {
  if (used + count > drawn.length) {
    drawn = randomBytes(Math.max(drawnAtOnce, count));
    used = 0;
  }
  used += count;
  return drawn.subarray(used - count, used);
}
