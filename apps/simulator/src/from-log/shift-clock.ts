import { type Days, hourOf } from "./seen.ts";

/** How many sat at desks, by hour of the day. */
export interface ShiftClock {
  /** A desk is taken or left by somebody who takes calls. */
  sits(desk: string, taken: boolean, at: number): void;
  /** Mean on shift in each hour of the day, rounded; never fewer than one. */
  byHour(): number[];
}

const hour = 3_600_000;

/** Adds up desk hours within the days looked at; what stood before them counts from their beginning. */
export function openShiftClock(days: Days): ShiftClock {
  const desks = new Set<string>();
  const spent = Array.from({ length: 24 }, () => 0);
  let since = days.from;
  const advance = (at: number): void => {
    const until = Math.min(at, days.to);
    while (since < until) {
      const next = Math.min(until, since + hour - ((since + days.ahead) % hour));
      spent[hourOf(since, days)]! += desks.size * (next - since);
      since = next;
    }
  };
  return {
    sits(desk, taken, at) {
      advance(at);
      if (taken) desks.add(desk);
      else desks.delete(desk);
    },
    byHour() {
      advance(days.to);
      const watched = (days.to - days.from) / 24;
      return spent.map((time) => Math.max(1, Math.round(time / watched)));
    },
  };
}
