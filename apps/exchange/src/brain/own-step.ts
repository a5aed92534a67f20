import type { PresentedCaller } from "@siaga/contracts/exchange-link";
import { type CallId, centre, type CentreEvent, type CentreState, type Effect, type Input } from "@siaga/core";
import type { Seen } from "./brain.ts";

/** What the own brain has decided so far, for the hand-over. */
export type LateWord = {
  readonly facts: CentreEvent[];
  readonly presented: Record<CallId, PresentedCaller>;
};

export const nothingLate = (): LateWord => ({ facts: [], presented: {} });

/** One step of the same core the centre runs (adr/0001). Adds what it decided to `late`; returns what to do. */
export function ownStep(
  state: CentreState,
  seen: Seen,
  isTestLine: (line: string) => boolean,
  late: LateWord,
): readonly Effect[] {
  const { input, at, presented } = seen;
  if (input.type === "call.arrived" && presented) late.presented[input.call] = presented;
  const step = centre(state, marked(input, isTestLine), Math.max(at, state.at));
  late.facts.push(...step.events);
  return step.effects;
}

/** A test line's calls count nowhere, also while no centre is there to look it up. */
function marked(input: Input, isTestLine: (line: string) => boolean): Input {
  if (input.type !== "call.arrived" && input.type !== "call.congested") return input;
  return isTestLine(input.line) ? { ...input, test: true } : input;
}
