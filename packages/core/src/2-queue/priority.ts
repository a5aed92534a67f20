import type { CallId } from "#kernel";
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

/** How many of these, who are in order, come before a call: `comesFirst` says of one whether it does. */
export function standsAt(ids: readonly CallId[], state: CentreState, comesFirst: (other: Call) => boolean): number {
  let [from, to] = [0, ids.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = state.calls.get(ids[middle]!);
    if (other === undefined || comesFirst(other)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Waiting calls, next first. */
export function* inOrder(state: CentreState): Generator<Call> {
  for (const id of state.waiting) {
    const call = state.calls.get(id);
    if (call !== undefined) yield call;
  }
}
