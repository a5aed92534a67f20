import type { Call, CentreState } from "../state.ts";

/**
 * Who is next, as a total order: callers an operator had spoken to and lost come first; then the one who arrived first;
 * the call id decides within one millisecond.
 */
export function comesBefore(one: Call, other: Call): boolean {
  const [recalled, otherRecalled] = [one.recalledAt ?? Infinity, other.recalledAt ?? Infinity];
  if (recalled !== otherRecalled) return recalled < otherRecalled;
  if (one.arrivedAt !== other.arrivedAt) return one.arrivedAt < other.arrivedAt;
  return one.id < other.id;
}

/** Where a call takes its place among those who wait. Nearly always the end, so it looks from there. */
export function placeOf(call: Call, state: CentreState): number {
  let place = state.waiting.length;
  while (place > 0) {
    const ahead = state.calls.get(state.waiting[place - 1]!);
    if (ahead === undefined || comesBefore(ahead, call)) break;
    place -= 1;
  }
  return place;
}

/** Waiting calls, next first. */
export function* inOrder(state: CentreState): Generator<Call> {
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (call !== undefined) yield call;
  }
}
