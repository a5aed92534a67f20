/**
 * Timers for tens of thousands of transactions. RFC 3261 knows few durations (T1, 2·T1, T2, T4, 64·T1 …), so timers of
 * one duration stand in one first-in-first-out lane: starting and cancelling are O(1), and the operating clock is
 * armed once for all of them. The clock is given, so tests run on virtual time.
 */

/** Where time comes from. `wake` replaces the previous wake-up; null cancels it. */
export type Clock = {
  readonly now: () => number;
  readonly wake: (delay: number | null, run: () => void) => void;
};

/** A running timer. */
export type Timer = {
  due: number;
  fire: (() => void) | null;
  lane: Lane | null;
  before: Timer | null;
  behind: Timer | null;
};

type Lane = { head: Timer | null; tail: Timer | null };

export type Timers = {
  /** Calls `fire` once after `delay` ms. */
  readonly after: (delay: number, fire: () => void) => Timer;
  /** Cancels; null and fired timers are fine. */
  readonly cancel: (timer: Timer | null) => void;
  readonly count: () => number;
  readonly close: () => void;
};

/** Wake-ups closer together than this are taken together (ms). */
const GRAIN = 5;
/** Empty lanes are kept for the next timer of their duration, up to this many. */
const MOST_IDLE_LANES = 64;

export function createTimers(clock: Clock = systemClock()): Timers {
  return new LaneTimers(clock);
}

class LaneTimers implements Timers {
  readonly #clock: Clock;
  readonly #lanes = new Map<number, Lane>();
  #running = 0;
  #wakesAt = Infinity;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(delay: number, fire: () => void): Timer {
    const timer: Timer = { due: this.#clock.now() + delay, fire, lane: null, before: null, behind: null };
    if (this.#closed) return timer;
    let lane = this.#lanes.get(delay);
    if (lane === undefined) this.#lanes.set(delay, (lane = { head: null, tail: null }));
    append(lane, timer);
    this.#running += 1;
    this.#arm(timer.due);
    return timer;
  }

  cancel(timer: Timer | null): void {
    if (timer === null || timer.lane === null || this.#closed) return;
    unlink(timer);
    this.#running -= 1;
  }

  count(): number {
    return this.#running;
  }

  close(): void {
    this.#closed = true;
    this.#lanes.clear();
    this.#running = 0;
    this.#clock.wake(null, this.#run);
  }

  #arm(due: number): void {
    if (due >= this.#wakesAt || this.#closed) return;
    this.#wakesAt = due;
    this.#clock.wake(Math.max(due - this.#clock.now(), GRAIN), this.#run);
  }

  readonly #run = (): void => {
    this.#wakesAt = Infinity;
    const now = this.#clock.now();
    try {
      for (const lane of this.#lanes.values()) this.#fireDue(lane, now);
    } finally {
      // Also after a listener threw: the other timers must not wait for the next start.
      this.#armNext();
    }
  };

  #fireDue(lane: Lane, now: number): void {
    for (let head = lane.head; head !== null && head.due <= now; head = lane.head) {
      const fire = head.fire as () => void;
      unlink(head);
      this.#running -= 1;
      fire();
    }
  }

  #armNext(): void {
    let next = Infinity;
    for (const [delay, lane] of this.#lanes)
      if (lane.head !== null) next = Math.min(next, lane.head.due);
      else if (this.#lanes.size > MOST_IDLE_LANES) this.#lanes.delete(delay);
    if (next !== Infinity) this.#arm(next);
  }
}

/** Monotonic time of this machine; the pending wake-up keeps no process alive (the sockets do). */
export function systemClock(): Clock {
  let pending: ReturnType<typeof setTimeout> | null = null;
  return {
    now: () => performance.now(),
    wake: (delay, run) => {
      if (pending !== null) clearTimeout(pending);
      pending = delay === null ? null : setTimeout(run, delay).unref();
    },
  };
}

function append(lane: Lane, timer: Timer): void {
  timer.lane = lane;
  timer.before = lane.tail;
  if (lane.tail === null) lane.head = timer;
  else lane.tail.behind = timer;
  lane.tail = timer;
}

function unlink(timer: Timer): void {
  const lane = timer.lane as Lane;
  if (timer.before === null) lane.head = timer.behind;
  else timer.before.behind = timer.behind;
  if (timer.behind === null) lane.tail = timer.before;
  else timer.behind.before = timer.before;
  timer.lane = null;
  timer.before = null;
  timer.behind = null;
  timer.fire = null;
}
