import { setTimeout as pause } from "node:timers/promises";

/** Waits for something to become true or present; fails with what was waited for. Never a measure of speed. */
export async function until<T>(what: string, look: () => T | null | undefined | false, limit = 10_000): Promise<T> {
  for (let waited = 0; waited < limit; waited += 10) {
    const seen = look();
    if (seen) return seen;
    await pause(10);
  }
  throw new Error(`waited in vain: ${what}`);
}
