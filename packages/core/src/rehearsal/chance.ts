import type { Draw } from "./shift.ts";

/** A chance that is the same every time for the same seed (mulberry32, public domain). */
export function seededDraw(seed: number): Draw {
  let held = seed >>> 0;
  return (below) => {
    held = (held + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(held ^ (held >>> 15), held | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
