/** ms */
const tickLength = 20;
/** Ticks made up for at once after a stall; older ones are left out: their sound is too late to play, a gap to recordings. */
const mostCaughtUp = 3;

/** Calls `tick` every 20 ms without drift: each tick is due at its own instant since the start, never after the last one. */
export class Clock {
  readonly #tick: (tick: number, now: number) => void;
  readonly #start = performance.now();
  #next = 1;
  #timer: NodeJS.Timeout | null = null;

  constructor(tick: (tick: number, now: number) => void) {
    this.#tick = tick;
    this.#wait();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    const due = this.#start + this.#next * tickLength;
    this.#timer = setTimeout(() => this.#run(), Math.max(0, due - performance.now()));
  }

  #run(): void {
    const now = performance.now();
    const reached = Math.floor((now - this.#start) / tickLength);
    // Skipped ticks stay counted, so that timestamps go on following the clock.
    this.#next = Math.max(this.#next, reached - mostCaughtUp + 1);
    try {
      while (this.#next <= reached) this.#tick(this.#next++, now);
    } finally {
      // Whatever a tick throws is written down elsewhere; the next one is due all the same.
      if (this.#timer !== null) this.#wait();
    }
  }
}
