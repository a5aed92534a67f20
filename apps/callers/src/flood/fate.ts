import type { Person } from "@siaga/simulator";

/** What became of one person over all their calls. Times are real ms, measured by the caller's own ear and clock. */
export type Fate = {
  readonly person: Person;
  /** When they first dialled, on the flood's clock. */
  dialledAt: number | null;
  /** From the first dial until an operator was heard, over all calls; null: never. */
  answeredAfter: number | null;
  calls: number;
  /** SIP 486 or 503: no channel. */
  refusals: number;
  /** Calls that failed otherwise. */
  failures: number;
  /** Times an operator was heard, and times the operator let it be known that the caller was heard as well. */
  conversations: number;
  understood: number;
  /** Questions heard while waiting, and digits pressed. */
  asked: number;
  pressed: number;
  /** Calls that somebody else ended: nobody in a flood rehearsal does. */
  cutOff: number;
  /** Time with operators, pick-up not counted. */
  talked: number;
};

export const fateOf = (person: Person): Fate => ({
  person,
  dialledAt: null,
  answeredAfter: null,
  calls: 0,
  refusals: 0,
  failures: 0,
  conversations: 0,
  understood: 0,
  asked: 0,
  pressed: 0,
  cutOff: 0,
  talked: 0,
});
