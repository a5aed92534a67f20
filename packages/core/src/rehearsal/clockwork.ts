import type { Instant } from "#kernel";
import { centre, type Step } from "../centre.ts";
import type { Effect } from "../effect.ts";
import type { CentreEvent } from "../event.ts";
import type { Input } from "../input.ts";
import type { CentreState } from "../state.ts";
import type { Timer } from "../timers.ts";

/** An input and when it came: a line of a history. */
export type Timed = { readonly at: Instant; readonly input: Input };

/** The core with its timers on a clock that jumps from one thing to the next: what a simulator or a replay needs. */
export type Clockwork = {
  readonly state: CentreState;
  readonly timers: ReadonlyMap<string, Timer>;
  /** Fires every timer due up to and including `now`, in order of due time. */
  pass(now: Instant): void;
  /** Fires what is due, then plays the input. */
  play(input: Input, now: Instant): Step;
};

/** Told of every step as it is made, timers' steps included. */
export type Witness = (timed: Timed, step: Step) => void;

/** Starts a clockwork on a state; `running` are timers already standing there. */
export function clockwork(state: CentreState, witness: Witness, running: readonly Timer[] = []): Clockwork {
  const timers = new Map<string, Timer>(running.map((timer) => [timer.key, timer]));

  function step(input: Input, at: Instant): Step {
    const made = centre(state, input, at);
    for (const effect of made.effects) keepTime(timers, effect);
    witness({ at, input }, made);
    return made;
  }
  function pass(now: Instant): void {
    for (let next = earliest(timers, now); next !== null; next = earliest(timers, now)) {
      timers.delete(next.key);
      step(next.fires, next.due);
    }
  }
  return {
    state,
    timers,
    pass,
    play(input, now) {
      pass(now);
      return step(input, now);
    },
  };
}

function keepTime(timers: Map<string, Timer>, effect: Effect): void {
  if (effect.type === "timer.stop") timers.delete(effect.key);
  if (effect.type !== "timer.start") return;
  const { key, due, fires } = effect;
  timers.set(key, { key, due, fires });
}

function earliest(timers: ReadonlyMap<string, Timer>, now: Instant): Timer | null {
  let first: Timer | null = null;
  for (const timer of timers.values()) {
    if (timer.due > now) continue;
    if (first === null || timer.due < first.due || (timer.due === first.due && timer.key < first.key)) first = timer;
  }
  return first;
}

/** The log as lines, one event each: what two replays are compared by. */
export const logLines = (events: readonly CentreEvent[]): string =>
  events.map((event) => JSON.stringify(event) + "\n").join("");
