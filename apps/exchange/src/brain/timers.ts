import type { Input, Timer } from "@siaga/core";
import type { Clock } from "../clock.ts";

/** Timers of the own brain: each fires once with the input it was set for. A key set again replaces the earlier one. */
export interface Timers {
  start(timer: Timer): void;
  stop(key: string): void;
  stopAll(): void;
}

/** setTimeout's largest delay; a longer one would fire at once. */
const longest = 2_147_483_647;

export function openTimers(clock: Clock, fire: (input: Input) => void): Timers {
  const running = new Map<string, NodeJS.Timeout>();
  const stop = (key: string): void => {
    clearTimeout(running.get(key));
    running.delete(key);
  };
  return {
    start({ key, due, fires }) {
      stop(key);
      const wait = Math.min(longest, Math.max(0, due - clock()));
      running.set(
        key,
        setTimeout(() => {
          running.delete(key);
          fire(fires);
        }, wait),
      );
    },
    stop,
    stopAll() {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}
