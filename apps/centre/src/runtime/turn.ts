import { centre, type CentreEvent, countEvent, type Effect, type Instant, refusalOf } from "@siaga/core";
import type { Session } from "../link/exchange-link.ts";
import type { Accepted, Clock } from "../ports.ts";
import type { InputLetter } from "./mailbox.ts";
import type { OwedNumber } from "./numbers.ts";
import type { Standing } from "./standing.ts";

/** What one turn of the mailbox decided; nothing of it is durable yet. */
export type Decided = {
  readonly events: CentreEvent[];
  readonly effects: Effect[];
  readonly owed: OwedNumber[];
  /** Answers to give once durable. */
  readonly answers: { readonly letter: InputLetter; readonly accepted: Accepted }[];
  /** The exchange's session these letters belong to, and its highest report decided so far. */
  readonly session: Session;
  kept: number;
};

export const nothingDecided = (session: Session, kept: number): Decided => ({
  events: [],
  effects: [],
  owed: [],
  answers: [],
  session,
  kept,
});

/** Steps the core once a letter, in order. The standing moves on; the ledger with it. */
export function decideAll(
  standing: Standing,
  letters: readonly InputLetter[],
  clock: Clock,
  decided: Decided,
): Decided {
  for (const letter of letters) decide(standing, letter, clock, decided);
  return decided;
}

function decide(standing: Standing, letter: InputLetter, clock: Clock, decided: Decided): void {
  if (letter.report !== undefined) {
    const { n, session } = letter.report;
    // Told in an earlier session: kept already, or told again in the present one.
    if (session !== decided.session || n <= decided.kept) return;
    decided.kept = n;
  }
  if (letter.owed !== undefined) decided.owed.push(letter.owed);
  const refusal = letter.settle === undefined ? null : refusalOf(standing.state, letter.input);
  if (refusal !== null) {
    decided.answers.push({ letter, accepted: { ok: false, ...refusal } });
    return;
  }
  const { events, effects } = centre(standing.state, letter.input, instantOf(letter, standing, clock));
  take(standing, { events, effects }, decided);
  if (letter.settle !== undefined)
    decided.answers.push({ letter, accepted: { ok: true, seq: standing.seq + decided.events.length, events } });
}

/** Adds a step's outcome to the turn and counts it. */
export function take(
  standing: Standing,
  step: { readonly events: readonly CentreEvent[]; readonly effects: readonly Effect[] },
  decided: Decided,
): void {
  for (const event of step.events) {
    countEvent(standing.ledger, event);
    decided.events.push(event);
  }
  decided.effects.push(...step.effects);
}

/** What was seen elsewhere keeps its time, but never lies ahead of this clock or behind the log. */
const instantOf = ({ seen }: InputLetter, { state }: Standing, clock: Clock): Instant => {
  const now = clock.now();
  return seen === undefined ? now : Math.max(state.at, Math.min(seen, now));
};
