import type { Clock } from "../../ports.ts";

/**
 * Slows guessing down without ever locking anybody out: a locked account would be a seat lost during an emergency.
 * The wait grows with the failures of one username from one address and is forgotten after 15 minutes of quiet.
 */
export interface Throttle {
  /** How long this attempt must wait before it is looked at (ms). */
  delayOf(username: string, address: string): number;
  failed(username: string, address: string): void;
  succeeded(username: string, address: string): void;
}

type Failures = { count: number; lastAt: number };

const forgottenAfter = 15 * 60_000;
/** Attempts that cost nothing: fingers slip. */
const free = 2;
/** Well below the 8 s after which the console gives a request up: a wait must end in an answer. */
const longest = 5_000;
/** Bounds memory under a flood of invented usernames. */
const most = 10_000;

/** A throttle in memory: a restart forgives, which is the safe side. */
export function openThrottle(clock: Clock): Throttle {
  const failures = new Map<string, Failures>();
  const keyOf = (username: string, address: string): string => `${username.toLowerCase()}|${address}`;
  const recent = (key: string): Failures | null => {
    const found = failures.get(key);
    if (found === undefined || clock.now() - found.lastAt > forgottenAfter) return null;
    return found;
  };
  return {
    delayOf(username, address) {
      const count = recent(keyOf(username, address))?.count ?? 0;
      return count <= free ? 0 : Math.min(longest, 250 * 2 ** (count - free - 1));
    },
    failed(username, address) {
      const key = keyOf(username, address);
      const count = (recent(key)?.count ?? 0) + 1;
      failures.delete(key);
      failures.set(key, { count, lastAt: clock.now() });
      if (failures.size > most) failures.delete(failures.keys().next().value ?? key);
    },
    succeeded(username, address) {
      failures.delete(keyOf(username, address));
    },
  };
}
