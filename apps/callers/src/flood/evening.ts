import { setTimeout as pause } from "node:timers/promises";
import type { CallerClass, Drawn, Scenario } from "@siaga/simulator";
import { type End, type Line, place, type Placed } from "./call.ts";
import type { Fate } from "./fate.ts";

export type FloodOptions = {
  /** Where the centre listens: only an address of this machine. */
  readonly address: string;
  readonly port: number;
  readonly dialled: string;
  readonly scenario: Scenario;
  readonly seed: number;
  /** How many times faster than life people live: patience, conversations, redialling, and how often they come. */
  readonly pace: number;
  /** The rehearsal ends when so many calls were placed, whatever the scenario says. */
  readonly atMost: number;
};

/** The rehearsal as everybody in it sees it: its clock, its count, and its end. */
export class Evening {
  readonly options: FloodOptions;
  readonly line: Line;
  readonly begun = performance.now();
  readonly over: Promise<void>;
  placed = 0;
  most = 0;
  cutShort = false;
  readonly #living = new Set<Placed>();
  readonly #ending = new AbortController();
  readonly #end: () => void;

  constructor(options: FloodOptions, line: Line) {
    this.options = options;
    this.line = line;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#end = resolve;
  }

  /** Waits for an instant of the flood's clock (real ms); false when the rehearsal is over. */
  async until(instant: number): Promise<boolean> {
    const { signal } = this.#ending;
    await pause(Math.max(0, instant - this.now()), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  now(): number {
    return performance.now() - this.begun;
  }

  /** One more call; null when no more may be placed. */
  async place(fate: Fate, kind: CallerClass, drawn: Drawn): Promise<End> {
    if (this.placed >= this.options.atMost) {
      this.cutShort = true;
      this.#end();
      return "stopped";
    }
    this.placed += 1;
    const placed = await place(fate, kind, drawn, this.line);
    this.#living.add(placed);
    this.most = Math.max(this.most, this.#living.size);
    if (this.#ending.signal.aborted) placed.stop();
    const end = await placed.end;
    this.#living.delete(placed);
    return end;
  }

  stop(): void {
    this.#ending.abort();
    for (const placed of this.#living) placed.stop();
  }
}
