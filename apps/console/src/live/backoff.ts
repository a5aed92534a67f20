/** Waiting before attempt `n` (0-based), ms: 200, 400, … at most 4 s, spread so that a room does not knock at once. */
export function backoff(attempt: number, chance: number = Math.random()): number {
  const longest = Math.min(4_000, 200 * 2 ** Math.min(attempt, 10));
  return longest * (0.7 + 0.3 * chance);
}
