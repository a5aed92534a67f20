import type { InputOf } from "../input.ts";
import type { RefusalCode } from "../refusal.ts";
import type { CentreState } from "../state.ts";
import type { Turn } from "../turn.ts";
import { finishWrapUp } from "./wrap-up.ts";

/**
 * What the call turned out to be: one key. During wrap-up it frees the desk at once.
 * A call that has left the state may still be classified again; whether it exists, the record knows.
 */
export function classify(turn: Turn, input: InputOf<"call.classified">): void {
  const { call, operator, classification } = input;
  if (turn.state.calls.get(call)?.classification !== classification) {
    turn.emit({ type: "call.classified", call, operator, classification, by: "operator" });
  }
  const writing = [...turn.state.desks.values()].filter((desk) => desk.state === "wrap-up" && desk.call === call);
  const own = writing.find((desk) => desk.operator === operator) ?? writing[0];
  if (own !== undefined) finishWrapUp(turn, own, false);
}

/** Why there is nothing to undo. */
export function refuseUndo(state: CentreState, input: InputOf<"classification.undone">): RefusalCode | null {
  return wasClassified(state, input) === null ? "nothing-to-undo" : null;
}

/** Taken back; the desk that has moved on stays where it is. */
export function undoClassification(turn: Turn, input: InputOf<"classification.undone">): void {
  const was = wasClassified(turn.state, input);
  if (was !== null) {
    turn.emit({ type: "classification.undone", call: input.call, operator: input.operator, was });
  }
}

function wasClassified(state: CentreState, input: InputOf<"classification.undone">) {
  const call = state.calls.get(input.call);
  return call === undefined ? (input.was ?? null) : call.classification;
}
