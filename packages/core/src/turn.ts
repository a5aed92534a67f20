import type { AlarmKind, Instant } from "#kernel";
import type { Effect } from "./effect.ts";
import type { CentreEvent, EventBody } from "./event.ts";
import type { CentreState } from "./state.ts";

/**
 * One input being decided. Stages read `state` and never write it: what they decide goes through `emit`,
 * which folds it into the state at once, so the next line already sees it.
 */
export type Turn = {
  readonly state: CentreState;
  /** Never before anything already in the log. */
  readonly at: Instant;
  /** Emitted so far in this turn. */
  readonly events: readonly CentreEvent[];
  emit(body: EventBody): void;
  ask(effect: Effect): void;
};

/** Key of an alarm in the state: one per kind and subject. */
export const alarmKey = (alarm: AlarmKind, subject: string): string => `${alarm}:${subject}`;

/** Raised once; sounding it again changes nothing. */
export function raiseAlarm(turn: Turn, alarm: AlarmKind, subject: string): void {
  if (turn.state.alarms.has(alarmKey(alarm, subject))) return;
  turn.emit({ type: "alarm.raised", alarm, subject });
  turn.ask({ type: "alarm.sound", alarm, subject });
}

/** Cleared when its reason ends; an alarm that was never raised changes nothing. */
export function clearAlarm(turn: Turn, alarm: AlarmKind, subject: string): void {
  if (!turn.state.alarms.has(alarmKey(alarm, subject))) return;
  turn.emit({ type: "alarm.cleared", alarm, subject });
  turn.ask({ type: "alarm.silence", alarm, subject });
}
