import {
  type CentreState,
  type Duration,
  type Effect,
  type ExchangeEffect,
  snapshotOf,
  standingEffects,
  standingTimers,
  takeOver,
} from "@siaga/core";
import { type Clock, clockFrom, type Elapsed } from "../clock.ts";
import { type Seen, seenAt } from "./brain.ts";
import type { ExchangeJournal } from "./exchange-journal.ts";
import { type LateWord, nothingLate, ownStep } from "./own-step.ts";
import { openTimers } from "./timers.ts";
import { within } from "./within.ts";

/**
 * The exchange's own brain: the same pure core under the policy `fail-open`, fed by what the exchange sees.
 * Every input is journalled before it is stepped, waiting at most `journalKeeps`, so that a call is durable before 180.
 */
export interface OwnBrain {
  readonly state: CentreState;
  accept(seen: Seen): void;
  /** After the inputs that were already there: every waiting call is offered again, to all desks. */
  begin(): void;
  /** Finishes what is in hand, decides nothing more, and tells what was decided. */
  freeze(): Promise<LateWord>;
  /** The hand-over failed: goes on where it stopped. */
  thaw(): void;
}

export type OwnBrainOptions = {
  readonly state: CentreState;
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly journal: ExchangeJournal;
  readonly journalKeeps: Duration;
  readonly perform: (effect: ExchangeEffect) => void;
  readonly isTestLine: (line: string) => boolean;
  /** An input could not be journalled in time; the call proceeds. */
  readonly onUndurable: () => void;
  /** A step threw: a bug. The next input is handled all the same, because callers are waiting. */
  readonly onBroken: (error: unknown) => void;
  /** What an earlier run of this exchange decided and never delivered. */
  readonly late?: LateWord;
};

export function openOwnBrain(options: OwnBrainOptions): OwnBrain {
  const { state, journal } = options;
  const clock = clockFrom(state.at, options.clock, options.elapsed);
  const late = options.late ?? nothingLate();
  // An inherited state is where the journal leads already.
  let tail: Promise<void> = options.late
    ? Promise.resolve()
    : journalled({ kind: "standing", at: clock(), policy: state.policy, state: snapshotOf(state) });
  let frozen = false;
  const timers = openTimers(clock, (input) => accept(seenAt(options.clock(), input)));

  async function journalled(entry: Parameters<ExchangeJournal["append"]>[0]): Promise<void> {
    if (!(await within(journal.append(entry), options.journalKeeps))) options.onUndurable();
  }
  const performAll = (effects: readonly Effect[]): void => {
    for (const effect of effects) performOwn(effect, timers, options.perform);
  };
  function accept(told: Seen): void {
    const seen = inStep(told, clock() - options.clock());
    // Appended at once so that inputs arriving together share one fsync; stepped strictly in order.
    const durable = journalled({ kind: "seen", seen });
    tail = tail
      .then(() => durable)
      .then(() => performAll(ownStep(state, seen, options.isTestLine, late)))
      .catch(options.onBroken);
  }
  function begin(): void {
    const at = clock();
    const durable = journalled({ kind: "took-over", at });
    tail = tail
      .then(() => durable)
      .then(() => {
        const step = takeOver(state, at);
        late.facts.push(...step.events);
        performAll(step.effects);
      })
      .catch(options.onBroken);
  }
  return {
    state,
    accept,
    begin,
    async freeze() {
      frozen = true;
      timers.stopAll();
      await tail;
      // What was in hand may have set timers; unless the hand-over failed meanwhile, they are the centre's to set.
      if (frozen) timers.stopAll();
      return late;
    },
    thaw() {
      frozen = false;
      for (const timer of standingTimers(state)) timers.start(timer);
      performAll(standingEffects(state));
    },
  };
}

/** A wall that differs more than this (ms) from what was known was set back. */
const setBack = 2_000;

/** What was seen by a wall that was set back, by the time everything else is counted in. */
const inStep = (seen: Seen, behind: Duration): Seen => (behind > setBack ? { ...seen, at: seen.at + behind } : seen);

/** Timers are ours to keep; alarms reach desks as `fail-open`; agency messages wait for the centre as late facts. */
function performOwn(
  effect: Effect,
  timers: ReturnType<typeof openTimers>,
  perform: (effect: ExchangeEffect) => void,
): void {
  switch (effect.type) {
    case "timer.start":
      return timers.start(effect);
    case "timer.stop":
      return timers.stop(effect.key);
    case "dispatch.send":
    case "alarm.sound":
    case "alarm.silence":
      return;
    default:
      return perform(effect);
  }
}
