import type { Input, Instant } from "@siaga/core";
import type { Clock } from "../ports.ts";

/** Longest wait setTimeout can hold (2³¹−1 ms). */
const longest = 2_147_483_647;

/** Timers the core asked for. One key, one timer: a new start replaces the old. */
export interface Timers {
  start(key: string, due: Instant, fires: Input): void;
  stop(key: string): void;
  stopAll(): void;
}

/** Each timer that falls due puts its input in the mailbox; a late one is harmless (the core finds nobody). */
export function openTimers(clock: Clock, fire: (input: Input) => void): Timers {
  const running = new Map<string, NodeJS.Timeout>();
  const stop = (key: string): void => {
    clearTimeout(running.get(key));
    running.delete(key);
  };
  return {
    start(key, due, fires) {
      stop(key);
      const after = Math.min(longest, Math.max(0, due - clock.now()));
      const timer = setTimeout(() => {
        running.delete(key);
        fire(fires);
      }, after);
      running.set(key, timer);
    },
    stop,
    stopAll() {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}
